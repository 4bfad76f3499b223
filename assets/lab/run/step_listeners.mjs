/**
 * Panels that follow the selected run whenever it pauses, but only while they are open: each requests
 * its numbers when it is opened and when the animation pauses at another step.
 */
import * as ids from "../page/ids.mjs";

/**
 * Where the selected run rests.
 * @typedef {{scenario: string, run: object, step: number, theta: number[],
 *   rival?: {scenario: string, theta: number[]}}} Moment the same run on the other surface of a comparison
 */

/** name -> whether the panel is open */
const LISTENERS = {
  theory: () => document.getElementById(ids.THEORY_PANEL)?.open === true,
  curvature: () => document.getElementById(ids.CURVATURE_SWITCH)?.checked === true,
};

const GLANCE_AFTER = 120; // ms at one place
/** Marks a request for a place that the run has left. */
const LEFT = {};

/** @param {Moment} moment @param {number[]} theta of one place on all surfaces */
const elsewhere = (moment, theta) => ({ ...moment, theta, ...(moment.rival && { rival: { ...moment.rival, theta } }) });

/** @param {(name: string, moment: ?Moment) => void} ask null: the panel is closed */
export function createStepListeners(ask) {
  let moment = null;
  let glanced = null; // θ under the pointer or the cursor
  let glancing = 0;
  const requested = {};

  function follow(name) {
    const isLooking = LISTENERS[name]();
    const wanted = isLooking ? wish(name) : null;
    // While the run moves, its numbers stay, unless the panel is closed.
    if (requested[name] === LEFT && isLooking && !wanted) return;
    if (JSON.stringify(wanted) === JSON.stringify(requested[name] ?? null)) return;
    requested[name] = wanted;
    ask(name, wanted);
  }
  const wish = (name) => (name === "curvature" && moment && glanced ? elsewhere(moment, glanced) : moment);
  const followAll = () => Object.keys(LISTENERS).forEach(follow);

  return {
    /** A panel may have been opened or closed. */
    followAll,
    attach() {
      // `toggle` does not bubble.
      document.addEventListener("toggle", followAll, true);
      document.addEventListener("change", followAll);
    },
    /** The animation pauses. @param {?Moment} next null without a run */
    rest(next) {
      moment = next;
      glanced = null;
      followAll();
    },
    /** It continues; numbers for a place are requested again, even if the run returns there. */
    leave() {
      moment = null;
      if (requested.curvature) requested.curvature = LEFT;
    },
    /** The pointer or the cursor is at another θ of the map. @param {?number[]} theta null: it has left */
    glance(theta) {
      clearTimeout(glancing);
      glancing = setTimeout(() => {
        glanced = theta;
        follow("curvature");
      }, GLANCE_AFTER);
    },
    /** Whether these are the numbers requested last; others are outdated. */
    isAwaited: (name, { scenario, theta }) =>
      requested[name]?.scenario === scenario && String(requested[name].theta) === String(theta),
  };
}
