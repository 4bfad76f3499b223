import assert from "node:assert/strict";
import { test } from "node:test";

import { createLossView } from "../../../assets/lab/views/loss.mjs";

const made = (loss, more = {}) => ({
  loss,
  theta: loss.map((_, k) => [k, 0]),
  lowest: null,
  status: "CONVERGED",
  ...more,
});

/** The axes that the view sets for `runs`. */
function axes(runs, scale = "linear") {
  const view = createLossView();
  view.scale = scale;
  const layout = { xaxis: {}, yaxis: { title: { standoff: 3 } } };
  view.prepare(view.runs({ runs, selected: runs.at(-1) }), { layout });
  return layout;
}

function near(range, expected) {
  range.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12, `${range} is not ${expected}`));
}

test("the axes contain all runs with a margin of 5 %", () => {
  const { xaxis, yaxis } = axes([made([4, 2, 1]), made([3, 2, 2, 2, 2])]);
  near(xaxis.range, [-0.2, 4.2]);
  near(yaxis.range, [0.85, 4.15]);
  assert.deepEqual([xaxis.autorange, yaxis.autorange, yaxis.type], [false, false, "linear"]);
  assert.deepEqual(yaxis.title, { standoff: 3, text: "J" });
});

test("a level run gets some height, and a start alone some width", () => {
  near(axes([made([2, 2])]).yaxis.range, [1.9, 2.1]);
  near(axes([made([2])]).xaxis.range, [-0.05, 1.05]);
  near(axes([made([0, 0])]).yaxis.range, [-0.05, 0.05]);
});

test("beside others, only the start of a diverging run counts", () => {
  const lost = made([4, 1e9], { status: "DIVERGED" });
  near(axes([lost, made([2, 1])]).yaxis.range, [0.85, 4.15]);
  near(axes([lost]).yaxis.range, [4 - 0.05 * (1e9 - 4), 1e9 + 0.05 * (1e9 - 4)]);
});

test("the logarithmic axis shows J − J* of the lowest known minimum", () => {
  const { yaxis } = axes([made([1001, 11], { lowest: 1 }), made([101], { lowest: 2 }), made([2])], "log");
  near(yaxis.range, [0 - 0.15, 3 + 0.15]); // 10⁰ … 10³
  assert.deepEqual([yaxis.type, yaxis.title.text], ["log", "J − J*"]);
});

test("without a minimum the logarithmic axis shows J", () => {
  const { yaxis } = axes([made([100, 1])], "log");
  near(yaxis.range, [-0.1, 2.1]);
  assert.equal(yaxis.title.text, "J");
});

/** What is drawn of `runs`. */
function drawn(runs, scale) {
  const view = createLossView();
  view.scale = scale;
  return view.runs({ runs, selected: runs.at(-1) });
}

test("at the minimum, and where only rounding is left, there is no logarithm", () => {
  const [{ loss }] = drawn([made([101, 1 + 1e-3, 1 + 1e-14, 1], { lowest: 1 })], "log");
  assert.equal(loss[0], 100);
  assert.ok(Math.abs(loss[1] - 1e-3) < 1e-12);
  assert.deepEqual(loss.slice(2), [null, null]);
});

test("another scale gives the same runs different curves", () => {
  const runs = [made([11, 2], { lowest: 1, isHeld: true })];
  assert.equal(drawn(runs, "linear"), runs);
  const [run] = drawn(runs, "log");
  assert.deepEqual([run.loss, run.isHeld], [[10, 1], true]);
});

test("the axis exists even if nothing has a logarithm", () => {
  near(axes([made([1, 1], { lowest: 1 })], "log").yaxis.range, [-0.05, 1.05]);
});

test("runs on the other surface use its own minimum", () => {
  const [run] = drawn([made([11, 2], { lowest: 1, rival: made([105, 15], { lowest: 5 }) })], "log");
  assert.deepEqual([run.loss, run.rival.loss], [[10, 1], [100, 10]]);
});
