/**
 * The points for a guess of where a run ends. Only this module defines them:
 *
 *     points = 100 · 2^(−max(0, share − 1 %) / 10 %)
 *
 * where share is the distance between guess and end as a share of the window. A guess as precise as a
 * finger earns 100 points, and every further tenth of the window halves them. "It diverges" is a
 * guess too; it earns 100 points or 0.
 */

export const DIVERGES = "diverges";

const MOST_POINTS = 100;
const EXACT = 0.01;
const HALVING = 0.1;
/** A guess nearer to a mirror image than this share of the window means the mirror image. */
const NEAR = 0.1;

/**
 * @param {number[]} one @param {number[]} other
 * @param {number[][]} window lowest and highest value of each parameter
 * @returns {{distance: number, share: number}} in units of θ, and of the window, each parameter
 *   measured by its own width
 */
export function apart(one, other, window) {
  const d = one.map((value, i) => value - other[i]);
  const shares = d.map((value, i) => value / (window[i][1] - window[i][0]));
  return { distance: Math.hypot(...d), share: Math.hypot(...shares) };
}

/** @param {number} share of the window */
export const pointsAt = (share) => Math.round(MOST_POINTS * 2 ** (-Math.max(0, share - EXACT) / HALVING));

/**
 * @param {number[]|"diverges"} guess
 * @param {{theta: number[][], status: string, twins?: {name: string, theta: number[]}[]}} run
 * @param {number[][]} window
 * @returns {{points: number, distance?: number, share?: number, twin?: object}} no distance if the
 *   guess or the run has no place; `twin` is the end's mirror image if the guess points at that
 */
export function judge(guess, run, window) {
  const isLost = run.status === "DIVERGED";
  if (guess === DIVERGES || isLost) return { points: guess === DIVERGES && isLost ? MOST_POINTS : 0 };
  const gap = apart(guess, run.theta.at(-1), window);
  const twin = (run.twins ?? []).find(({ theta }) => apart(guess, theta, window).share < Math.min(NEAR, gap.share));
  return { points: pointsAt(gap.share), ...gap, twin };
}

/** @param {number[]} points of all guesses; at least one */
export function tally(points) {
  const sum = points.reduce((total, value) => total + value, 0);
  return { count: points.length, mean: Math.round(sum / points.length), best: Math.max(...points) };
}
