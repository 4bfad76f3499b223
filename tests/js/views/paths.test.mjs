import assert from "node:assert/strict";
import { test } from "node:test";

import { compareView, contourView, surfaceView } from "../../../assets/lab/views/paths.mjs";

const RUN = {
  theta: [[0, 1], [2, 3], [4, 5]],
  path: { x: [0, 2, null], y: [1, 3, null], z: [9, 8, null] },
};
const SHORT = { theta: [[7, 7]], path: { x: [7], y: [7], z: [7] } };
const scene = (...runs) => ({ runs, selected: runs.at(-1) });

test("on the surface a path has heights, and ends where the surface does", () => {
  const { start, path, ball } = surfaceView.frame(scene(RUN, SHORT), 2);
  assert.deepEqual(start, { x: [0, 7], y: [1, 7], z: [9, 7] });
  assert.deepEqual(path[0], RUN.path);
  assert.deepEqual(ball, { x: [null, 7], y: [null, 7], z: [null, 7] });
  assert.equal(path.length, 12);
});

test("a path goes as far as the step, that of a run that is over to its end", () => {
  const { path, ball } = surfaceView.frame(scene(RUN, SHORT), 1);
  assert.deepEqual(path[0], { x: [0, 2], y: [1, 3], z: [9, 8] });
  assert.deepEqual(path[1], SHORT.path);
  assert.deepEqual(ball, { x: [2, 7], y: [3, 7], z: [8, 7] });
});

test("on the map a path is θ itself", () => {
  const { start, path, ball } = contourView.frame(scene(RUN), 2);
  assert.deepEqual(start, { x: [0], y: [1] });
  assert.deepEqual(path[0], { x: [0, 2, 4], y: [1, 3, 5] });
  assert.deepEqual(ball, { x: [4], y: [5] });
});

test("the other surface shows the same runs as they are there", () => {
  const run = { ...SHORT, rival: RUN };
  assert.deepEqual(compareView.frame(scene(run), 1).ball, { x: [2], y: [3], z: [8] });
});
