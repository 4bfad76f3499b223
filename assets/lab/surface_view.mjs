/** Step k on the surface: the ways so far, a ball on each end. Coordinates come with the runs. */
import { keepCamera } from "./camera.mjs";
import { MOST } from "./runs.mjs";
import { filled, gathered, once, piece, stepOf } from "./ways.mjs";

const AXES = ["x", "y", "z"];
const upTo = ({ path }, k) => Object.fromEntries(AXES.map((axis) => [axis, path[axis].slice(0, k + 1)]));
const at = ({ path }, k) => Object.fromEntries(AXES.map((axis) => [axis, path[axis][k]]));

/** @type {import("./graph.mjs").View} */
export const surfaceView = {
  attach: keepCamera,
  frame: ({ runs }, k) => ({
    start: once(runs, "surface", () => gathered(runs.map((run) => at(run, 0)), AXES)),
    path: filled(runs.map((run) => piece(run, k, "surface", (step) => upTo(run, step))), MOST),
    ball: gathered(runs.map((run) => at(run, stepOf(run, k))), AXES),
  }),
};
