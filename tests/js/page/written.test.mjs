import assert from "node:assert/strict";
import { test } from "node:test";
import { written } from "../../../assets/lab/page/written.mjs";

const scenario = {
  head: ["v=1", "problem=kmeans"],
  switches: ["basins=on", "curvature=on", "theory=on"],
  tail: ["duel=aggregation", "data.noise=0.3"],
  lesson: "",
  place: ["kmeans", "two-clumps", "sum"],
};
const runs = ["run=1,2,gd,0.1,20", "run=0,1,adam,0.5,9"];
const said = { scenario, runs, switches: [false, true, true] };

test("an address has the lesson, the scenario with its switches, and the runs", () => {
  const { search, place } = written({ ...said, scenario: { ...scenario, lesson: "two-minima" } });
  assert.equal(
    search,
    "?lesson=two-minima&v=1&problem=kmeans&curvature=on&theory=on&duel=aggregation&data.noise=0.3" +
      "&run=1,2,gd,0.1,20&run=0,1,adam,0.5,9",
  );
  assert.deepEqual(place, ["kmeans", "two-clumps", "sum", "two-minima", 2]);
});

test("without runs it says so", () => {
  const { search } = written({ ...said, runs: [], switches: [] });
  assert.equal(search, "?v=1&problem=kmeans&duel=aggregation&data.noise=0.3&run=none");
});

test("nothing is written before everything is known", () => {
  assert.equal(written({ ...said, runs: null }), null);
  assert.equal(written({ ...said, scenario: null }), null);
});

test("history entries are for places, not settings", () => {
  const place = (changes) => JSON.stringify(written({ ...said, ...changes }).place);
  const here = place({});
  assert.equal(place({ runs: ["run=1,2,gd,0.2,20", "run=0,1,adam,0.5,9"] }), here);
  assert.equal(place({ switches: [true] }), here);
  assert.notEqual(place({ scenario: { ...scenario, lesson: "kink" } }), here);
  assert.notEqual(place({ runs: runs.slice(1) }), here);
  assert.notEqual(place({ scenario: { ...scenario, place: ["kmeans", "two-clumps", "mean"] } }), here);
});
