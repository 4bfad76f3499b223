/** Step k on the contour map. The map may be zoomed out, so a way is θ itself, not cut off at the window. */
import { MOST } from "./runs.mjs";
import { filled, gathered, once, piece, stepOf } from "./ways.mjs";

const AXES = ["x", "y"];
const upTo = ({ theta }, k) => {
  const points = theta.slice(0, k + 1);
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
};
const at = ({ theta }, k) => ({ x: theta[k][0], y: theta[k][1] });

/** @type {import("./graph.mjs").View} */
export const contourView = {
  frame: ({ runs }, k) => ({
    start: once(runs, "map", () => gathered(runs.map((run) => at(run, 0)), AXES)),
    path: filled(runs.map((run) => piece(run, k, "map", (step) => upTo(run, step))), MOST),
    ball: gathered(runs.map((run) => at(run, stepOf(run, k))), AXES),
  }),
};
