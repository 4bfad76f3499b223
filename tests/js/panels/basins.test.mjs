import assert from "node:assert/strict";
import { test } from "node:test";

import { painted } from "../../../assets/lab/panels/basins.mjs";

const trace = (role, more = {}) => ({ meta: { role }, ...more });
const LOOK = {
  surface: { surfacecolor: [1, 2], cmin: null },
  minimum: { "textfont.color": "black", "marker.line.color": "white" },
};

test("traces are painted by role, whatever their order, and no others", () => {
  const minimum = trace("minimum", { textfont: { size: 9 }, marker: { size: 5, line: { width: 1 } } });
  const data = [trace("guess"), minimum, {}, trace("surface", { cmin: 0, z: [3] })];
  const figure = painted({ data, layout: { title: "J" } }, LOOK);
  assert.deepEqual(figure.layout, { title: "J" });
  assert.deepEqual(figure.data, [
    trace("guess"),
    trace("minimum", {
      textfont: { size: 9, color: "black" },
      marker: { size: 5, line: { width: 1, color: "white" } },
    }),
    {},
    trace("surface", { cmin: null, z: [3], surfacecolor: [1, 2] }),
  ]);
});

test("the old figure stays unchanged", () => {
  const figure = { data: [trace("minimum", { marker: { size: 5 } }), trace("guess")] };
  const [minimum, guess] = figure.data;
  const other = painted(figure, LOOK);
  assert.deepEqual(minimum, trace("minimum", { marker: { size: 5 } }));
  assert.notEqual(other.data, figure.data);
  assert.equal(other.data[1], guess);
});
