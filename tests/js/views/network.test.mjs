import assert from "node:assert/strict";
import { test } from "node:test";

import { networkAt } from "../../../assets/lab/views/network.mjs";

const sigmoid = (s) => 1 / (1 + Math.exp(-s));
const close = (value, expected) => assert.ok(Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);
/** Two neurons (w₁, w₂, b, v) and c, on a plane along the first weight and the last bias. */
const BASIS = [
  [1, 2, 3, 4, -1, 0.5, 0, 2, 0.25],
  [1, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 1],
];

test("a network's probability follows from its neurons", () => {
  // At (α, β) = (0.5, −1) the weights are (1.5, 2, 3, 4), (−1, 0.5, 0, 2), −0.75.
  const p = networkAt({ activation: "relu", basis: BASIS }, [0.5, -1]);
  close(p(-2, 1), sigmoid(4 * 2 + 2 * 2.5 - 0.75));
  close(p(-4, 0), sigmoid(4 * 0 + 2 * 4 - 0.75));
});

test("each activation is its own", () => {
  const at = (activation) => networkAt({ activation, basis: BASIS }, [0, 0])(0.1, -0.2);
  // 0.1 − 0.4 + 3 = 2.7 and −0.1 − 0.1 = −0.2
  close(at("tanh"), sigmoid(4 * Math.tanh(2.7) + 2 * Math.tanh(-0.2) + 0.25));
  close(at("sigmoid"), sigmoid(4 * sigmoid(2.7) + 2 * sigmoid(-0.2) + 0.25));
  close(at("relu"), sigmoid(4 * 2.7 + 0.25));
});
