/** Paths of runs, as far as a step. The same slice is the same object, so that it is drawn once. */

/** The number of traces for paths in every figure, and so the largest number of runs on the page. */
export const MAX_RUNS = 12;

const known = new WeakMap(); // run or list of runs -> name -> [step, slice]

/** A point without a place, for traces that no run uses: plotly ignores empty ones. */
const NOTHING = { x: [null], y: [null], z: [null] };

/** A finished run stays at its end. @param {import("./runs.mjs").Run} run @param {number} k */
export const stepOf = (run, k) => Math.min(k, run.theta.length - 1);

/**
 * @param {import("./runs.mjs").Run} run
 * @param {number} k
 * @param {string} name of the slice
 * @param {(k: number) => object} make
 */
export function sliceTo(run, k, name, make) {
  return kept(run, name, stepOf(run, k), make);
}

/** What is the same at every step. @template T @param {import("./runs.mjs").Run[]} runs @param {() => T} make */
export const cached = (runs, name, make) => kept(runs, name, 0, make);

function kept(owner, name, step, make) {
  const slices = known.get(owner) ?? known.set(owner, {}).get(owner);
  if (slices[name]?.[0] !== step) slices[name] = [step, make(step)];
  return slices[name][1];
}

/** One slice for each of the traces that wait for runs. @param {object[]} slices */
export const forEveryTrace = (slices) => Array.from({ length: MAX_RUNS }, (_, i) => slices[i] ?? NOTHING);

/** One list per axis from points of all runs. @param {object[]} points of one coordinate per axis */
export function collected(points, axes) {
  return Object.fromEntries(axes.map((axis) => [axis, points.map((point) => point[axis])]));
}
