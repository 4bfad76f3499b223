import assert from "node:assert/strict";
import { test } from "node:test";

import { gradientEnds } from "../../../assets/lab/plotly/probability_shading.mjs";

/** 10 px for 1 to the right, and 20 px for 1 upwards from the bottom at 200. */
const AXES = { xaxis: { p2d: (px) => px / 10 }, yaxis: { p2d: (px) => (200 - px) / 20 } };
const score = (px, py, [w1, w2], bias) => (w1 * px) / 10 + (w2 * (200 - py)) / 20 + bias;

test("the gradient goes from the score −8 to the score 8, across its lines of equal probability", () => {
  for (const [w, bias] of [[[3, -2], 1], [[0, 5], -3], [[1e-3, 2], 0]]) {
    const { x1, y1, x2, y2 } = gradientEnds(AXES, w, bias);
    assert.ok(Math.abs(score(x1, y1, w, bias) + 8) < 1e-6);
    assert.ok(Math.abs(score(x2, y2, w, bias) - 8) < 1e-6);
    const along = [-w[1] / 20, -w[0] / 10]; // in px, a direction in which the score stays
    assert.ok(Math.abs((x2 - x1) * along[0] + (y2 - y1) * along[1]) < 1e-6);
  }
});

test("without weights the gradient has one colour, the bias's, with both ends far away", () => {
  const { x1, x2 } = gradientEnds(AXES, [0, 0], 0);
  assert.ok(x1 < -1000 && x2 > 1000);
});
