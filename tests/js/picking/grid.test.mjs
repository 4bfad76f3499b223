import assert from "node:assert/strict";
import { test } from "node:test";

import { lossSampler, sampler } from "../../../assets/lab/picking/grid.mjs";

const x = [0, 1, 2];
const y = [10, 20];
const of = (f) => y.map((b) => x.map((a) => f(a, b))); // z[j][i] belongs to (x[i], y[j])

test("a bilinear surface is interpolated exactly", () => {
  const height = sampler({ x, y, z: of((a, b) => 1 + 2 * a - b + 0.5 * a * b) });
  assert.equal(height(0.5, 15), 1 + 1 - 15 + 3.75);
  assert.equal(height(1.75, 12), 1 + 3.5 - 12 + 10.5);
});

test("interpolation is linear between nodes, whatever the surface", () => {
  assert.equal(sampler({ x, y, z: of((a) => a * a) })(1.5, 15), 2.5); // between 1 and 4
});

test("nodes and edges belong to the grid, and nothing beyond", () => {
  const height = sampler({ x, y, z: of((a, b) => 100 * a + b) });
  assert.equal(height(2, 20), 220);
  assert.equal(height(0, 10), 10);
  for (const [a, b] of [[-0.01, 15], [2.01, 15], [1, 9.9], [1, 20.1], [NaN, 15]]) assert.ok(Number.isNaN(height(a, b)));
});

test("typed arrays work too", () => {
  const z = [Float32Array.of(1, 2, 3), Float32Array.of(5, 6, 7)];
  assert.equal(sampler({ x: Float64Array.from(x), y: Int8Array.from(y), z })(0.5, 15), 3.5);
});

test("J is the height, or else is in customdata, column by column", () => {
  const z = of((a) => Math.log10(1 + a));
  assert.equal(lossSampler({ x, y, z })(0, 10), 0);
  const customdata = x.map((a) => y.map((b) => 1000 * a + b)); // customdata[i][j]
  assert.equal(lossSampler({ x, y, z, customdata })(1.5, 12), 1512);
});
