import assert from "node:assert/strict";
import { test } from "node:test";

import * as slices from "../../../assets/lab/run/path_slices.mjs";

const run = () => ({ theta: [[0], [1], [2], [3]] });
const upTo = (k) => ({ x: [k] });

test("a run that is over stays at its end", () => {
  assert.deepEqual([0, 2, 3, 4, Infinity].map((k) => slices.stepOf(run(), k)), [0, 2, 3, 3, 3]);
});

test("the same slice is the same object, until the step is another one", () => {
  const one = run();
  const first = slices.sliceTo(one, 2, "map", upTo);
  assert.deepEqual(first, { x: [2] });
  assert.equal(slices.sliceTo(one, 2, "map", upTo), first);
  assert.notEqual(slices.sliceTo(one, 1, "map", upTo), first);
  assert.notEqual(slices.sliceTo(one, 2, "map", upTo), first, "only the last one is kept");
});

test("beyond the end a slice does not change", () => {
  const one = run();
  const end = slices.sliceTo(one, 3, "map", upTo);
  assert.equal(slices.sliceTo(one, 50, "map", upTo), end);
});

test("slices of other names and other runs are others", () => {
  const [one, other] = [run(), run()];
  const slice = slices.sliceTo(one, 2, "map", upTo);
  assert.notEqual(slices.sliceTo(one, 2, "surface", upTo), slice);
  assert.notEqual(slices.sliceTo(other, 2, "map", upTo), slice);
  assert.equal(slices.sliceTo(one, 2, "map", upTo), slice);
});

test("what is the same at every step is made once for a list of runs", () => {
  const runs = [run()];
  let times = 0;
  const make = () => ({ times: ++times });
  assert.equal(slices.cached(runs, "map", make), slices.cached(runs, "map", make));
  assert.deepEqual(slices.cached([...runs], "map", make), { times: 2 });
});

test("every trace gets a slice, and plotly no empty one", () => {
  const all = slices.forEveryTrace([{ x: [1] }]);
  assert.equal(all.length, slices.MAX_RUNS);
  assert.deepEqual(all[0], { x: [1] });
  assert.deepEqual(all[11], { x: [null], y: [null], z: [null] });
});

test("points of runs are collected by axis", () => {
  assert.deepEqual(slices.collected([{ x: 1, y: 2 }, { x: 3, y: null }], ["x", "y"]), { x: [1, 3], y: [2, null] });
});
