/** Step k on the surfaces and on the contour map: the paths so far, a ball on each end. */
import { keepCamera } from "../plotly/camera.mjs";
import { cached, collected, forEveryTrace, sliceTo, stepOf } from "../run/path_slices.mjs";
import { counterparts } from "../run/runs.mjs";

const SPACE = ["x", "y", "z"];
const PLANE = ["x", "y"];

/** Coordinates on the surface come with the runs. */
const onSurface = {
  upTo: ({ path }, k) => Object.fromEntries(SPACE.map((axis) => [axis, path[axis].slice(0, k + 1)])),
  at: ({ path }, k) => Object.fromEntries(SPACE.map((axis) => [axis, path[axis][k]])),
};

/** The map may be zoomed out, so a path there is θ itself, not cut off at the window. */
const onMap = {
  upTo: ({ theta }, k) => ({ x: theta.slice(0, k + 1).map(([x]) => x), y: theta.slice(0, k + 1).map(([, y]) => y) }),
  at: ({ theta }, k) => ({ x: theta[k][0], y: theta[k][1] }),
};

const frameOf = (name, { upTo, at }, axes) => ({ runs }, k) => ({
  start: cached(runs, name, () => collected(runs.map((run) => at(run, 0)), axes)),
  path: forEveryTrace(runs.map((run) => sliceTo(run, k, name, (step) => upTo(run, step)))),
  ball: collected(runs.map((run) => at(run, stepOf(run, k))), axes),
});

/** @type {import("../plotly/graph.mjs").View} */
export const surfaceView = { attach: keepCamera, frame: frameOf("surface", onSurface, SPACE) };

/** The same runs on the second surface of a comparison. @type {import("../plotly/graph.mjs").View} */
export const compareView = {
  attach: keepCamera,
  frame: ({ runs, selected }, k, gd) => surfaceView.frame({ runs: counterparts(runs), selected }, k, gd),
};

/** @type {import("../plotly/graph.mjs").View} */
export const contourView = { frame: frameOf("map", onMap, PLANE) };
