import assert from "node:assert/strict";
import { test } from "node:test";

import { SYMBOLS } from "../../../assets/lab/run/constants.mjs";
import { dashOf, strokes, styleOf, styleRuns, symbolOf } from "../../../assets/lab/run/run_style.mjs";

const LINE = { of: "run", nth: 0, show: "trail", width: 5 };
const made = (number, turn = 0) => ({ number, turn, colour: `colour ${number}` });
const scene = (...runs) => ({ runs, selected: runs.at(-1) });

test("a line is dashed by its turn if its trace asks for dashes", () => {
  const two = scene(made(1), made(2, 1));
  assert.deepEqual(styleOf({ ...LINE, nth: 1, dashed: true }, two).line, {
    color: "colour 2", width: 5, dash: "dash",
  });
  assert.deepEqual(styleOf({ ...LINE, nth: 1 }, two).line, { color: "colour 2", width: 5 });
});

test("unselected lines are thin, but a single line is not", () => {
  const [first, second] = [made(1), made(2)];
  const width = (nth, selected) => styleOf({ ...LINE, nth }, { runs: [first, second], selected }).line.width;
  assert.deepEqual([width(0, first), width(1, first)], [5, 3]);
  assert.deepEqual([width(0, second), width(1, second)], [3, 5]);
  assert.equal(styleOf(LINE, { runs: [first], selected: second }).line.width, 5);
});

test("the curve of the other side has its run's style", () => {
  const [first, second] = [made(1), { ...made(2), rival: { colour: "other" } }];
  const meta = { ...LINE, of: "rival", nth: 1 };
  assert.deepEqual(styleOf(meta, { runs: [first, second], selected: second }).line, { color: "other", width: 5 });
  assert.equal(styleOf(meta, { runs: [first, second], selected: first }).line.width, 3);
});

test("marks have the shapes of their runs, and starts are hollow if there is such a shape", () => {
  const all = scene(...[1, 4, 5, 6].map((number) => made(number)));
  const marks = (show) => styleOf({ of: "runs", show }, all).marker;
  assert.deepEqual(marks("head").symbol, ["circle", "cross", "x", "circle-open"]);
  assert.deepEqual(marks("start").symbol, ["circle-open", "cross", "x", "circle-open"]);
  assert.deepEqual(marks("head").color, [1, 4, 5, 6].map((number) => `colour ${number}`));
});

test("shapes and dashes repeat when they are used up", () => {
  assert.equal(symbolOf({ number: 9 }), symbolOf({ number: 1 }));
  assert.equal(symbolOf({ number: 8 }), SYMBOLS[7]);
  assert.deepEqual([0, 5, 6].map((turn) => dashOf({ turn })), ["solid", "longdashdot", "solid"]);
});

test("a dash's length follows the width of its line", () => {
  assert.deepEqual([strokes("dashdot", 4), strokes("dash", 1), strokes("solid", 4)], ["12 4 4 4", "9 9", "none"]);
});

test("lines without a run and traces that no run moves keep their style", () => {
  const traces = () => [{ meta: { ...LINE, nth: 1 }, line: { color: "a" } }, { meta: { role: "ball" } }, {}];
  const gd = { data: traces(), _fullData: traces() };
  assert.equal(styleRuns(gd, scene(made(1))), false);
  assert.deepEqual(gd.data, traces());
});

test("only new marks need a redraw", () => {
  const marks = { of: "runs", show: "head" };
  const traces = () => [{ meta: LINE, line: { dash: "dot" } }, { meta: marks, marker: { size: 9 } }];
  const gd = { data: traces(), _fullData: traces() };
  const all = scene(made(1));
  assert.equal(styleRuns(gd, all), true);
  assert.deepEqual(gd.data[0].line, { dash: "dot", color: "colour 1", width: 5 });
  assert.deepEqual(gd.data[1].marker, { size: 9, color: ["colour 1"], symbol: ["circle"] });
  assert.equal(styleRuns(gd, all), false);
});
