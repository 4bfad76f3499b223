/** One line about what Python is doing, for as long as that matters. */

const GONE_AFTER = 2500; // ms
const FAILED =
  "Python could not be loaded, so you cannot start new runs. You can still play and rotate what is shown.";

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
    /** @param {number} kept clicks that are queued for Python */
    waiting(kept) {
      if (state !== "starting") return;
      const clicks = kept > 1 ? `${kept} clicks are` : "click is";
      say(kept ? `Starting Python … your ${clicks} queued` : "Starting Python …", state);
    },
    ready() {
      state = "ready";
      say("Python is ready", state);
      timer = setTimeout(say, GONE_AFTER, "", "over");
    },
    /** @param {string} reason shown as a tooltip */
    failed(reason) {
      state = "failed";
      say(FAILED, state);
      line.title = reason;
    },
  };
}
