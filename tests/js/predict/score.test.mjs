import assert from "node:assert/strict";
import { test } from "node:test";

import { apart, DIVERGES, judge, pointsAt, tally } from "../../../assets/lab/predict/score.mjs";

const WINDOW = [
  [0, 2],
  [0, 4],
];
const close = (value, expected) => assert.ok(Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);

test("within a hundredth of the window a guess earns all points, and each further tenth halves them", () => {
  assert.deepEqual([0, 0.01, 0.11, 0.21, 0.31].map(pointsAt), [100, 100, 50, 25, 13]);
});

test("a distance is measured in units of θ, a share by each parameter's own width", () => {
  const { distance, share } = apart([1.6, 1.6], [1, 0], [[1, 3], [-5, -1]]); // 0.6 of 2 and 1.6 of 4
  close(distance, Math.sqrt(0.36 + 2.56));
  close(share, 0.5);
});

test("points fall with the distance", () => {
  const run = { status: "CONVERGED", theta: [[0, 0], [1, 2]], twins: [] };
  const guesses = [[1, 2], [1.02, 2], [1.22, 2], [1, 2.84], [0, 4], DIVERGES];
  const verdicts = guesses.map((guess) => judge(guess, run, WINDOW));
  assert.deepEqual(verdicts.map(({ points }) => points), [100, 100, 50, 25, 1, 0]);
  close(verdicts[3].distance, 0.84);
  close(verdicts[3].share, 0.21);
  assert.deepEqual(tally(verdicts.map(({ points }) => points)), { count: 6, mean: 46, best: 100 });
});

test("a run that diverges has no place", () => {
  const run = { status: "DIVERGED", theta: [[0, 0], [1e9, 2]] };
  assert.deepEqual(judge([1, 2], run, WINDOW), { points: 0 });
  assert.deepEqual(judge(DIVERGES, run, WINDOW), { points: 100 });
});

test("a mirror image is recognised if it is near, and nearer than the end", () => {
  const twin = { name: "B", theta: [1.5, 1.0] };
  const run = { status: "CONVERGED", theta: [[0.5, 3.0]], twins: [twin] };
  const verdicts = [[1.52, 1.02], [0.5, 3.0], [1.0, 2.0], [1.75, 1.0]].map((guess) => judge(guess, run, WINDOW));
  assert.deepEqual(verdicts.map((verdict) => verdict.twin), [twin, undefined, undefined, undefined]);
});
