/** What is asked for of a run at rest, while somebody looks. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as ids from "../../../assets/lab/page/ids.mjs";
import { createStepListeners } from "../../../assets/lab/run/step_listeners.mjs";

const MOMENT = { scenario: "kmeans", run: {}, step: 3, theta: [1, 2] };
let isOn = true;
let asked = [];
let listeners = null;

globalThis.document = /** @type {any} */ ({
  getElementById: (id) => (id === ids.CURVATURE_SWITCH ? { checked: isOn } : null),
});

beforeEach(() => {
  isOn = true;
  asked = [];
  listeners = createStepListeners((name, moment) => asked.push([name, moment]));
});

test("a moment is requested once, and again when the run returns to it", () => {
  listeners.rest(MOMENT);
  listeners.rest(MOMENT);
  assert.deepEqual(asked, [["curvature", MOMENT]]);
  listeners.leave();
  listeners.rest(MOMENT);
  assert.equal(asked.length, 2);
});

test("numbers stay while the run moves, whatever else changes", () => {
  listeners.rest(MOMENT);
  listeners.leave();
  listeners.followAll();
  assert.equal(asked.length, 1);
});

test("switching off while the run moves removes the numbers", () => {
  listeners.rest(MOMENT);
  listeners.leave();
  isOn = false;
  listeners.followAll();
  assert.deepEqual(asked.at(-1), ["curvature", null]);
});

test("numbers for a place that the run has left are ignored", () => {
  listeners.rest(MOMENT);
  assert.ok(listeners.isAwaited("curvature", MOMENT));
  listeners.leave();
  assert.ok(!listeners.isAwaited("curvature", MOMENT));
});
