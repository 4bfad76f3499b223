/**
 * What a trace shows of runs at a step. Its `meta` describes that, as components/figures/motion.py
 * explains. Equal parts of a run are the same object, so that they are drawn once.
 *
 * @typedef {object} Meta
 * @property {"run"|"rival"|"runs"} of the `nth` run, the same on the other side, or all
 * @property {number} [nth]
 * @property {"whole"|"trail"|"head"|"start"} show how much of the run
 * @property {string} x a column of the run, as "step", "loss", "theta.0", "path.z"
 * @property {string} y
 * @property {string} [z]
 * @property {number} [width] of a line
 * @property {boolean} [dashed] whether runs of one colour have different dashes
 *
 * @typedef {import("./runs.mjs").Run} Run
 */

/** An invisible point, for traces that no run uses, because plotly cannot handle empty ones. */
const NOTHING = { x: [null], y: [null], z: [null] };

const lastOf = (run) => run.theta.length - 1;

/** A run that has ended stays at its end. @param {Run} run @param {number} k */
export const stepOf = (run, k) => Math.min(k, lastOf(run));

/** The first and the last step to show; the end of a run stays hidden until it has been guessed. */
const SPANS = {
  whole: (run) => [0, run.isHeld ? 0 : lastOf(run)],
  trail: (run, k) => [0, stepOf(run, k)],
  head: (run, k) => [stepOf(run, k), stepOf(run, k)],
  start: () => [0, 0],
};

/** The run that a line shows, if it exists. @param {Meta} meta @param {Run[]} runs */
export const followed = ({ of, nth }, runs) => (of === "rival" ? runs[nth]?.rival : runs[nth]);

/** The coordinates of a moving trace at step k. @param {Meta} meta @param {Run[]} runs @param {number} k */
export function coordinatesAt(meta, runs, k) {
  const shown = meta.of === "runs" ? runs : [followed(meta, runs)].filter(Boolean);
  if (!shown.length) return NOTHING;
  const spans = shown.map((run) => SPANS[meta.show](run, k));
  const along = (name) => [].concat(...shown.map((run, i) => columnOf(run, name).slice(spans[i][0], spans[i][1] + 1)));
  const axes = ["x", "y", "z"].filter((axis) => meta[axis]);
  const end = Math.max(...spans.map(([, last]) => last));
  const make = () => Object.fromEntries(axes.map((axis) => [axis, along(meta[axis])]));
  return kept(meta.of === "runs" ? runs : shown[0], [meta.show, ...axes.map((axis) => meta[axis])].join(), end, make);
}

/** One column of a run's numbers. */
function columnOf(run, name) {
  const [key, part] = name.split(".");
  if (key === "step") return kept(run, name, 0, () => run.theta.map((_, step) => step));
  if (part === undefined) return run[key];
  return Array.isArray(run[key]) ? kept(run, name, 0, () => run[key].map((row) => row[part])) : run[key][part];
}

const notes = new WeakMap(); // run or list of runs -> name -> [step, the result for it]

function kept(owner, name, step, make) {
  const made = notes.get(owner) ?? notes.set(owner, {}).get(owner);
  if (made[name]?.[0] !== step) made[name] = [step, make()];
  return made[name][1];
}
