/** One line that says what Python is doing, for as long as that matters. */

const GONE_AFTER = 2500; // ms
const FAILED =
  "Python could not be loaded: no new runs here. What is shown can still be played, turned and looked at.";

export function createStatus() {
  const line = document.getElementById("python-status");
  let timer = 0;
  let state = "starting";

  function say(text, name) {
    clearTimeout(timer);
    line.textContent = text;
    line.dataset.state = name;
  }

  return {
    /** @param {number} kept clicks that wait for Python */
    waiting(kept) {
      if (state !== "starting") return;
      const clicks = kept > 1 ? `${kept} clicks are` : "click is";
      say(kept ? `Python is starting; your ${clicks} kept` : "Python is starting …", state);
    },
    ready() {
      state = "ready";
      say("Python is ready", state);
      timer = setTimeout(say, GONE_AFTER, "", "over");
    },
    /** @param {string} reason for whoever looks closer */
    failed(reason) {
      state = "failed";
      say(FAILED, state);
      line.title = reason;
    },
  };
}
