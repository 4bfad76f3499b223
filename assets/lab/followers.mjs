/**
 * What follows the selected run at every rest, and only while somebody looks at it: each asks for
 * its numbers when it is opened and when the animation rests elsewhere.
 */

/**
 * Where the selected run rests.
 * @typedef {{scenario: string, run: object, step: number, theta: number[]}} Moment
 */

/** name -> whether anybody looks */
const WATCHED = {
  theory: () => document.getElementById("theory-panel")?.open === true,
};

/** @param {(name: string, moment: ?Moment) => void} ask null: nobody looks any more */
export function createFollowers(ask) {
  let moment = null;
  const asked = {};

  function follow(name) {
    const wanted = WATCHED[name]() ? moment : null;
    if (JSON.stringify(wanted) === JSON.stringify(asked[name] ?? null)) return;
    asked[name] = wanted;
    ask(name, wanted);
  }
  const followAll = () => Object.keys(WATCHED).forEach(follow);

  return {
    attach() {
      // `toggle` does not bubble.
      document.addEventListener("toggle", followAll, true);
      document.addEventListener("change", followAll);
    },
    /** @param {?Moment} next */
    rest(next) {
      moment = next;
      followAll();
    },
  };
}
