/** How runs move and look. Written by `make motion` from components/session/motion.py,
 * which explains them. */

export const MAX_RUNS = 12;
export const MS_PER_STEP = 33;
export const SHORTEST = 1500;
export const LONGEST = 5000;
export const PAUSE = 700;
export const LIFT = 0.012;
export const MINIMUM_LIFT = 0.016;
export const GUESS_LIFT = 0.02;
export const SYMBOLS = ["circle", "square", "diamond", "cross", "x", "circle-open", "square-open", "diamond-open"];
export const DASHES = {
  solid: [],
  dash: [3, 3],
  dot: [1, 1],
  dashdot: [3, 1, 1, 1],
  longdash: [5, 5],
  longdashdot: [5, 2, 1, 2],
};
export const THIN = 0.6;
export const RESOLUTION = 1e-15;
