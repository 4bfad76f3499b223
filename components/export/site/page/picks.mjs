/**
 * Starts that a person picks, handed on one at a time: Dash's front end forgets a request when the
 * next one of its kind comes, and while Python wakes up there may be many.
 */

const PLACE = "picked-start";

/** @param {Promise<void>} awake @param {(count: number) => void} onWaiting how many are kept */
export function createPicks(awake, onWaiting) {
  const kept = [];
  let isBusy = true; // until Python is awake
  let give = null;

  function next() {
    isBusy = kept.length > 0;
    if (isBusy) give(PLACE, kept.shift());
    onWaiting(kept.length);
  }
  awake.then(() => setTimeout(next), () => kept.splice(0));

  return {
    /** Stand between whoever sets properties of the page and Dash. @param {object} dash its namespace */
    attach(dash) {
      give = dash.set_props;
      dash.set_props = (id, props) => {
        if (id !== PLACE) return give(id, props);
        kept.push(props);
        if (!isBusy) next();
        else onWaiting(kept.length);
        return undefined;
      };
    },
    /** @param {import("./recording.mjs").Request} request that has been answered */
    answered({ changedPropIds = [] }) {
      if (changedPropIds.some((place) => place.startsWith(`${PLACE}.`))) next();
    },
  };
}
