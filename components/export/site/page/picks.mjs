/**
 * Starts that a person picks, handed on one at a time: Dash's front end forgets a request when the
 * next one of its kind comes, and while Python wakes up there may be many.
 */

const PLACE = "picked-start";
const ANSWER = "run-store";
const LULL = 100; // ms, for Dash to note that nothing was delivered

/** @param {Promise<void>} awake @param {(count: number) => void} onWaiting how many are kept */
export function createPicks(awake, onWaiting) {
  const kept = [];
  let isAwake = false;
  let isBusy = true;
  let give = null;

  function next() {
    if (!isAwake) return;
    isBusy = kept.length > 0;
    if (isBusy) give(PLACE, kept.shift());
    onWaiting(kept.length);
  }
  const begin = () => {
    isAwake = true;
    next();
  };
  awake.then(begin, () => kept.splice(0));

  function onSet(id, props) {
    if (id !== PLACE) return give(id, props);
    kept.push(props);
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
      const { deliver } = dash.losscore;
      dash.losscore.deliver = async (delivery) => {
        // Without Python, Dash may hear that there is nothing to deliver.
        if (delivery) await deliver(delivery);
        next();
      };
    },
    /**
     * A pick that brings no run is over at once; one that does, when the run is on the page.
     * @param {import("./recording.mjs").Request} request @param {string} answer
     */
    answered({ changedPropIds = [] }, answer) {
      const isPick = changedPropIds.some((place) => place.startsWith(`${PLACE}.`));
      if (isPick && !answer.includes(ANSWER)) setTimeout(next, LULL);
    },
  };
}
