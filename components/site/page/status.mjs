/** A line that tells what Python is doing, shown for as long as that matters. */

const GONE_AFTER = 2500; // ms
const FAILED =
  "Python could not be loaded, so no new runs can start. You can still play and rotate what is shown.";

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
    /** @param {number} queued number of clicks that wait for Python */
    waiting(queued) {
      if (state !== "starting") return;
      const clicks = queued > 1 ? `${queued} clicks are` : "click is";
      say(queued ? `Starting Python … your ${clicks} queued` : "Starting Python …", state);
    },
    ready() {
      state = "ready";
      say("Python is ready", state);
      timer = setTimeout(say, GONE_AFTER, "", "over");
    },
    /** @param {string} reason the error message, shown as a tooltip */
    failed(reason) {
      state = "failed";
      say(FAILED, state);
      line.title = reason;
    },
  };
}
