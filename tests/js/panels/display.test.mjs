import assert from "node:assert/strict";
import { test } from "node:test";

import { displayed } from "../../../assets/lab/panels/display.mjs";

const DEFAULTS = { colours: "loss", height: "linear" };
const scenario = { problem: "peaks", display: { height: "log" } };

test("a choice becomes part of the scenario, with all others", () => {
  assert.deepEqual(displayed(scenario, ["grey", "log"], DEFAULTS), {
    problem: "peaks",
    display: { colours: "grey", height: "log" },
  });
});

test("what is there already is no change, left out or not", () => {
  assert.equal(displayed(scenario, ["loss", "log"], DEFAULTS), null);
  assert.notEqual(displayed(scenario, ["loss", "linear"], DEFAULTS), null);
});
