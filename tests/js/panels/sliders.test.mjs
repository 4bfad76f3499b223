import assert from "node:assert/strict";
import { test } from "node:test";

import { logarithmic, plain, tie } from "../../../assets/lab/panels/sliders.mjs";

test("a slider that a person moves writes the field", () => {
  assert.deepEqual(tie(logarithmic, "1", -2, true), ["0.01", undefined]);
  assert.deepEqual(tie(logarithmic, "1", "0.5", true), ["3.2", undefined]); // √10, two digits
  assert.deepEqual(tie(plain, "1", 250, true), ["250", undefined]);
});

test("a field that a person fills in moves the slider", () => {
  assert.deepEqual(tie(logarithmic, "0.001", 0, false), [undefined, -3]);
  assert.deepEqual(tie(logarithmic, " 100 ", 0, false), [undefined, 2]);
  assert.deepEqual(tie(plain, "40", 0, false), [undefined, 40]);
});

test("a decimal comma is a decimal point", () => {
  assert.deepEqual(tie(plain, "2,5", 0, false), [undefined, 2.5]);
  assert.deepEqual(tie(logarithmic, "0,1", 0, false), [undefined, -1]);
});

test("anything but a positive number leaves the slider where it is", () => {
  for (const text of ["", " ", "-1", "0", "fast", "1,000,000", "1e999", null]) {
    assert.deepEqual(tie(logarithmic, text, 0, false), [undefined, undefined], text);
  }
});
