import assert from "node:assert/strict";
import { test } from "node:test";

import { createDataView } from "../../../assets/lab/views/data.mjs";

/** A plot of traces with these roles, as far as the view looks at one. */
function plot(view, traces, more = {}) {
  return {
    layout: { meta: { view, ...more } },
    _fullLayout: { xaxis: { range: [-10, 10] }, yaxis: { range: [-4, 4] } },
    _fullData: traces.map(({ role, ...trace }) => ({ ...trace, meta: { role } })),
  };
}
function frame(gd, theta, surface = null) {
  const selected = { theta: [[0, 0], theta] };
  return createDataView(() => surface).frame({ runs: [selected], selected }, 1, gd);
}
function near(values, expected) {
  assert.equal(values.length, expected.length);
  values.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12, `${values} is not ${expected}`));
}

test("a line predicts, and every sample has a residual", () => {
  const gd = plot("line", [{ role: "data", x: [1, 3], y: [5, 4] }, { role: "line", x: [0, 10] }]);
  const { line, residuals } = frame(gd, [2, -1]); // y = 2x − 1
  assert.deepEqual(line, { x: [0, 10], y: [-1, 19] });
  assert.deepEqual(residuals, { x: [1, 1, null, 3, 3, null], y: [5, 1, null, 4, 5, null] });
});

test("the boundary is where the score is zero, across the plot", () => {
  const ends = (theta, bias) => frame(plot("boundary", [], { bias }), theta).boundary;
  assert.deepEqual(ends([1, 2], 2), { x: [-10, 10], y: [4, -6] }); // x + 2y + 2 = 0
  assert.deepEqual(ends([2, 1], 2), { x: [1, -3], y: [-4, 4] });
  assert.deepEqual(ends([0, 0], 2).x, [null, null]);
});

test("the probability is σ of the score, on the map's own grid", () => {
  const gd = plot("boundary", [{ role: "probability", x: [0, 1], y: [0, 2] }], { bias: Math.log(2) });
  const { z } = frame(gd, [Math.log(3), Math.log(2) / 2]).probability; // σ(log o) = o/(1 + o)
  near(z.flat(), [2 / 3, 6 / 7, 4 / 5, 12 / 13]);
});

test("samples have the colour of the nearer centroid, and of the first where both are as near", () => {
  const gd = plot("centroids", [{ role: "data", x: [0, 2, 2.1] }], { colors: ["a", "b"] });
  const { data, midpoint } = frame(gd, [1, 3]);
  assert.deepEqual(data, { marker: { color: ["a", "a", "b"] } });
  assert.deepEqual(midpoint, { x: [2, 2] });
});

test("each centroid has its own stroke", () => {
  const gd = plot("centroids", [{ role: "data", x: [] }], { colors: [] });
  assert.deepEqual(frame(gd, [5, 7]).centroid, { x: [5, 5, null, 7, 7] });
});

test("slices of a surface go through the run's place", () => {
  const [x, y] = [[0, 1, 2], [0, 10]];
  const surface = { x, y, z: y.map((b) => x.map((a) => a + b)) };
  const slices = frame(plot("slices", []), [0.5, 5], surface);
  assert.deepEqual(slices["slice-x"], { x, y: [5, 6, 7] });
  assert.deepEqual(slices["slice-y"], { x: y, y: [0.5, 10.5] });
  assert.deepEqual(slices.ball, { x: [0.5, 5], y: [5.5, 5.5] });
});

test("a run that has ended stays at its end, and an unknown kind of data does not change", () => {
  const gd = plot("line", [{ role: "data", x: [], y: [] }, { role: "line", x: [1] }]);
  const selected = { theta: [[0, 0], [1, 1]] };
  const view = createDataView(() => null);
  assert.deepEqual(view.frame({ runs: [], selected }, 99, gd).line, { x: [1], y: [2] });
  assert.deepEqual(view.frame({ runs: [], selected }, 1, plot("other", [])), {});
});
