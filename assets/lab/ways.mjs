/** Ways of runs, as far as a step. The same piece is the same object, so that it is drawn once. */

const known = new WeakMap(); // run or list of runs -> name -> [step, piece]

/** A point that is nowhere, for traces that no run uses: plotly gives up on empty ones. */
const NOTHING = { x: [null], y: [null], z: [null] };

/** A run that is over stays at its end. @param {import("./lab.mjs").Run} run @param {number} k */
export const stepOf = (run, k) => Math.min(k, run.theta.length - 1);

/**
 * @param {import("./lab.mjs").Run} run
 * @param {number} k
 * @param {string} name of the piece
 * @param {(k: number) => object} make
 */
export function piece(run, k, name, make) {
  return kept(run, name, stepOf(run, k), make);
}

/** What is the same at every step. @template T @param {import("./lab.mjs").Run[]} runs @param {() => T} make */
export const once = (runs, name, make) => kept(runs, name, 0, make);

function kept(owner, name, step, make) {
  const pieces = known.get(owner) ?? known.set(owner, {}).get(owner);
  if (pieces[name]?.[0] !== step) pieces[name] = [step, make(step)];
  return pieces[name][1];
}

/** One piece for each of `count` traces. @template T @param {T[]} pieces */
export const filled = (pieces, count) => Array.from({ length: count }, (_, i) => pieces[i] ?? NOTHING);

/** One list per axis from points of all runs. @param {object[]} points of one coordinate per axis */
export function gathered(points, axes) {
  return Object.fromEntries(axes.map((axis) => [axis, points.map((point) => point[axis])]));
}
