import assert from "node:assert/strict";
import { test } from "node:test";

import { firstHit, sightLine } from "../../../assets/lab/picking/ray.mjs";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const moved = (x, y, z) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, z, 1];
/** From the origin along −z, 90° wide and high, from z = −1 to z = −100. */
const PERSPECTIVE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -101 / 99, -1, 0, 0, -200 / 99, 0];
const CAMERA = { projection: PERSPECTIVE, view: IDENTITY, model: IDENTITY };
const UNIT = [1, 1, 1];
const box = (z, x = [-10, 10]) => [x, [-10, 10], z];

function near(point, expected) {
  assert.equal(point.length, expected.length);
  point.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${point} is not ${expected}`));
}

test("the line of sight through a pixel goes from the near side of the box to the far one", () => {
  const line = sightLine(CAMERA, UNIT, box([-10, -2]), 0.5, 0.25); // along (0.5, 0.25, −1)
  near(line.from, [1, 0.5, -2]);
  near(line.to, [5, 2.5, -10]);
});

test("an axis that runs backwards has the same box", () => {
  const line = sightLine(CAMERA, UNIT, box([-2, -10], [10, -10]), 0.5, 0.25);
  near(line.from, [1, 0.5, -2]);
});

test("the line ends where it leaves the box", () => {
  const line = sightLine(CAMERA, UNIT, box([-10, -2], [-10, 3]), 0.5, 0);
  near(line.to, [3, 0, -6]);
});

test("data coordinates are those before the scale, the model and the view", () => {
  near(sightLine(CAMERA, [2, 1, 4], box([-2.5, -0.5]), 0.5, 0.25).from, [0.5, 0.5, -0.5]);
  near(sightLine({ ...CAMERA, model: moved(0, 0, -3) }, UNIT, box([-10, 1]), 0.5, 0).from, [1, 0, 1]);
  near(sightLine({ ...CAMERA, view: moved(1, 0, 0) }, UNIT, box([-10, -2]), 0.5, 0).from, [0, 0, -2]);
});

/** From (0, −5, 0) along y, with z upwards: (x, y, z) is at (x, z, −y − 5) for the camera. */
const ALONG_Y = [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, -5, 1];
/** From (0, 5, 0) back along y: (x, y, z) is at (−x, z, y − 5). */
const BACK = [-1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, -5, 1];

test("from any side, the near end comes first", () => {
  const sides = [[-10, 10], [-3, 3], [-10, 10]];
  const there = sightLine({ ...CAMERA, view: ALONG_Y }, UNIT, sides, 0.5, 0.25); // (s/2, s − 5, s/4)
  near(there.from, [1, -3, 0.5]);
  near(there.to, [4, 3, 2]);
  const back = sightLine({ ...CAMERA, view: BACK }, UNIT, sides, 0.5, 0.25); // (−s/2, 5 − s, s/4)
  near(back.from, [-1, 3, 0.5]);
  near(back.to, [-4, -3, 2]);
});

test("points behind the camera or nearer than its near plane are not seen", () => {
  assert.equal(sightLine(CAMERA, UNIT, box([2, 10]), 0, 0), null);
  near(sightLine(CAMERA, UNIT, box([-10, 20]), 0.5, 0).from, [0.5, 0, -1]);
});

test("a pixel beside the box has no line", () => {
  assert.equal(sightLine(CAMERA, UNIT, box([-10, -2], [-10, -1]), 0.9, 0), null);
});

const LINE = { from: [0, 0, 4], to: [6, 3, -8] }; // z = 4 − 2x, y = x/2

test("a level surface is hit where the line has its height", () => {
  const { x, y } = firstHit(LINE, () => 0);
  near([x, y], [2, 1]);
});

test("of two hits the first one counts", () => {
  const hill = (x) => 3 - (x - 2) ** 2; // 4 − 2x = 3 − (x − 2)² at 1 and at 5
  const { x, y } = firstHit(LINE, hill);
  near([x, y], [1, 0.5]);
});

test("without a surface there is no hit", () => {
  const half = (x) => (x < 1.5 ? NaN : 3 - (x - 2) ** 2);
  const { x } = firstHit(LINE, half);
  near([x], [5]);
  assert.equal(firstHit(LINE, () => NaN), null);
  assert.equal(firstHit(LINE, () => -9), null);
});
