/** Step k on the surface: the way so far, the ball on its end. Coordinates come with the run. */
import { keepCamera } from "./camera.mjs";

const part = (path, from, to) => ({ x: path.x.slice(from, to), y: path.y.slice(from, to), z: path.z.slice(from, to) });

/** @type {import("./graph.mjs").View} */
export const surfaceView = {
  attach: keepCamera,
  frame: ({ path }, k) => ({
    start: part(path, 0, 1),
    path: part(path, 0, k + 1),
    ball: part(path, k, k + 1),
  }),
};
