import assert from "node:assert/strict";
import { test } from "node:test";

import { brief, coordinates, magnitudes, padded } from "../../../assets/lab/page/number.mjs";

const _ = "\u2007"; // as wide as a digit
const written = (writer, values) => values.map(writer(values));

test("a number in a sentence has three digits and a real minus sign", () => {
  assert.deepEqual([0.0123456, -3, 1234.5, 0, 2.5e-9].map(brief), ["0.0123", "−3", "1230", "0", "2.5e−9"]);
});

test("padded text has the requested width", () => {
  assert.equal(padded(7, 3), `${_}${_}7`);
  assert.equal(padded("1000", 3), "1000");
});

test("the largest coordinate has five digits", () => {
  assert.deepEqual(written(coordinates, [1.5, -0.25]), [`${_}1.5000`, "−0.2500"]);
  assert.deepEqual(written(coordinates, [123.456, 0.00001]), ["123.46", `${_}${_}0.00`]);
});

test("the smallest size other than zero has five digits", () => {
  assert.deepEqual(written(magnitudes, [100, 0.01, 0]), ["100.000000", `${_}${_}0.010000`, `${_}${_}0.000000`]);
});

test("if that takes too many places, all are powers of ten", () => {
  assert.deepEqual(written(magnitudes, [1, 1e-3]), ["1.000e+0", "1.000e−3"]);
  assert.deepEqual(written(coordinates, [123456, 1]), ["1.235e+5", "1.000e+0"]);
});

test("null is infinity, and zeros alone can be written", () => {
  assert.deepEqual(written(magnitudes, [10, null, Infinity]), ["10.000", `${_.repeat(5)}∞`, `${_.repeat(5)}∞`]);
  assert.deepEqual(written(magnitudes, [0, 0]), ["0.0000", "0.0000"]);
});
