/**
 * Starts and requests that a person makes, handed on one at a time: Dash's front end forgets a
 * request when the next one of its kind comes, and while Python wakes up there may be many.
 */

const PLACES = ["picked-start", "request-store"];
const ANSWER = "run-store";
const UPDATE = "_dash-update-component";
const LATEST_OPENING = 10_000; // ms
const LULL = 100; // ms, for Dash to note that nothing was delivered

/**
 * @param {?Promise<void>} awake when there is somebody to ask; without one, when the first run, with
 * which the page opens, has come
 * @param {(count: number) => void} onWaiting how many are kept
 */
export function createPicks(awake, onWaiting = () => {}) {
  const kept = [];
  const listeners = [];
  let isAwake = false;
  let isBusy = true;
  let give = null;

  function next() {
    if (!isAwake) return;
    isBusy = kept.length > 0;
    if (isBusy) give(...kept.shift());
    else listeners.splice(0).forEach((listener) => listener());
    onWaiting(kept.length);
  }
  const begin = () => {
    if (isAwake) return;
    isAwake = true;
    next();
  };
  if (awake) awake.then(begin, () => kept.splice(0));
  else setTimeout(begin, LATEST_OPENING);

  function onSet(id, props) {
    if (!PLACES.includes(id)) return give(id, props);
    kept.push([id, props]);
    if (!isBusy) next();
    else onWaiting(kept.length);
    return undefined;
  }

  return {
    /**
     * Stand between whoever sets properties of the page and Dash, and between Dash and the lab.
     * @param {object} dash its namespace
     */
    attach(dash) {
      give = dash.set_props;
      dash.set_props = onSet;
      dash.picks = this;
      const { deliver } = dash.losscore;
      dash.losscore.deliver = async (delivery) => {
        // Without Python, Dash may hear that there is nothing to deliver.
        try {
          if (delivery) await deliver(delivery);
        } finally {
          if (awake || isAwake) next();
          else begin();
        }
      };
    },
    /**
     * A pick that brings no run is over at once; one that does, when the run is on the page.
     * @param {{changedPropIds?: string[]}} request @param {string} answer
     */
    answered({ changedPropIds = [] }, answer) {
      const isPick = changedPropIds.some((place) => PLACES.includes(place.split(".")[0]));
      if (isPick && !answer.includes(ANSWER)) setTimeout(next, LULL);
    },
    /** Once every pick has brought its run, or none. @returns {Promise<void>} */
    settled: () => (isBusy || kept.length ? new Promise((resolve) => listeners.push(resolve)) : Promise.resolve()),
  };
}

/** The same on a page with a server. @param {object} dash its namespace */
export function attachPicks(dash) {
  const picks = createPicks(null);
  picks.attach(dash);
  const { fetch } = window;
  window.fetch = async (target, options) => {
    const isUpdate = String(target.url ?? target).includes(UPDATE) && typeof options?.body === "string";
    if (!isUpdate || !PLACES.some((place) => options.body.includes(`"${place}.data"`))) return fetch(target, options);
    const request = JSON.parse(options.body);
    try {
      const response = await fetch(target, options);
      response.clone().text().then((text) => picks.answered(request, response.ok ? text : ""));
      return response;
    } catch (error) {
      picks.answered(request, "");
      throw error;
    }
  };
}
