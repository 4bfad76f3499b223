import assert from "node:assert/strict";
import { test } from "node:test";

import { exportQuery, written } from "../../../assets/lab/panels/export_query.mjs";

const SEARCH = "?v=1&problem=peaks&run=1,2,gd&run=3,4,adam&display=grey";

test("an export combines the address with the page's display", () => {
  const options = { format: "png", view: "loss", "pixel-ratio": null, "loss-axis": "log" };
  assert.equal(
    exportQuery(SEARCH, [false, false], options),
    "v=1&problem=peaks&run=1,2,gd&run=3,4,adam&display=grey&format=png&view=loss&loss-axis=log",
  );
});

test("each hidden run is left out", () => {
  const query = (hidden) => exportQuery(SEARCH, hidden, { format: "csv" });
  assert.equal(query([true, false]), "v=1&problem=peaks&run=3,4,adam&display=grey&format=csv");
  assert.equal(query([false, true]), "v=1&problem=peaks&run=1,2,gd&display=grey&format=csv");
});

test("if all runs are hidden, there is none, not even the default run", () => {
  assert.equal(exportQuery("?run=1,2,gd", [true], { format: "csv" }), "run=none&format=csv");
});

test("an address without runs stays without", () => {
  assert.equal(exportQuery("", [true], { format: "csv" }), "format=csv");
  assert.equal(exportQuery("?problem=peaks", [], { format: "csv" }), "problem=peaks&format=csv");
});

test("a run that the table does not show yet is exported", () => {
  assert.match(exportQuery(SEARCH, [true], {}), /run=3,4,adam/);
});

test("the camera has three decimals and stays within the export's bounds", () => {
  assert.equal(written({ x: 1.23456, y: -0.00001, z: 25 }), "1.235,-0.000,10.000");
});
