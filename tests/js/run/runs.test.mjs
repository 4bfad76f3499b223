import assert from "node:assert/strict";
import { test } from "node:test";

import { counterparts, Runs } from "../../../assets/lab/run/runs.mjs";

/** A run of `optimizer` with `n` steps. */
const made = (optimizer = "gd", n = 3, more = {}) => ({
  settings: { optimizer },
  theta: Array.from({ length: n + 1 }, (_, k) => [k, 0]),
  ...more,
});
const add = (...list) => ({ mode: "add", runs: list });

function page(...deliveries) {
  const changes = [];
  const runs = new Runs((areNew) => changes.push(areNew));
  for (const delivery of deliveries) runs.deliver(delivery);
  return { runs, changes };
}
const numbers = ({ list }) => list.map(({ number }) => number);

test("runs are numbered as they come, and the newest is selected", () => {
  const { runs, changes } = page(add(made()), add(made(), made()));
  assert.deepEqual(numbers(runs), [1, 2, 3]);
  assert.equal(runs.selected, runs.list[2]);
  assert.deepEqual(changes, [true, true]);
});

test("of more than twelve runs, the oldest leaves", () => {
  const { runs } = page(...Array.from({ length: 14 }, () => add(made())));
  assert.deepEqual(numbers(runs), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
});

test("a run takes the first turn that no other of its optimizer has", () => {
  const { runs } = page(add(made("gd"), made("adam"), made("gd"), made("gd")));
  assert.deepEqual(runs.list.map(({ turn }) => turn), [0, 0, 1, 2]);
  runs.remove(runs.list[2]);
  runs.deliver(add(made("gd")));
  assert.equal(runs.list.at(-1).turn, 1);
});

test("a setting changes the newest run, which keeps its number", () => {
  const { runs } = page(add(made(), made()), { mode: "update", runs: [made("gd", 9)] });
  assert.deepEqual(numbers(runs), [1, 2]);
  assert.equal(runs.selected.theta.length, 10);
});

test("a replacement starts from 1 again", () => {
  const { runs } = page(add(made(), made()), { mode: "replace", runs: [made("adam")] });
  assert.deepEqual(numbers(runs), [1]);
});

test("a refresh keeps what a person chose, and is not played", () => {
  const { runs, changes } = page(add(made(), made(), made()));
  runs.select(runs.list[1]);
  runs.toggle(runs.list[0]);
  runs.deliver({ mode: "refresh", runs: [made("gd", 5), made("gd", 6), made("gd", 7)] });
  assert.deepEqual(runs.list.map(({ hidden }) => hidden), [true, false, false]);
  assert.equal(runs.selected, runs.list[1]);
  assert.equal(runs.selected.theta.length, 7);
  assert.equal(changes.at(-1), false);
});

test("a refresh with a different number of runs replaces all", () => {
  const { runs } = page(add(made(), made(), made()), { mode: "refresh", runs: [made(), made()] });
  assert.deepEqual(numbers(runs), [1, 2]);
});

test("hidden runs are not drawn; a drawn run is selected instead", () => {
  const { runs } = page(add(made("gd", 3), made("gd", 9)));
  runs.toggle(runs.list[1]);
  assert.deepEqual(runs.shown, [runs.list[0]]);
  assert.equal(runs.selected, runs.list[0]);
  assert.equal(runs.last, 3);
  runs.toggle(runs.list[0]);
  assert.equal(runs.last, null);
  assert.equal(runs.selected, runs.list[0], "the last one stays selected");
});

test("after a deletion the newest drawn run is selected", () => {
  const { runs, changes } = page(add(made(), made(), made()));
  runs.toggle(runs.list[1]);
  runs.remove(runs.selected);
  assert.equal(runs.selected, runs.list[0]);
  runs.clear();
  assert.deepEqual(changes, [true, false, false, false], "nothing of that is played");
  assert.deepEqual([runs.list, runs.selected, runs.last], [[], null, null]);
  runs.deliver(add(made()));
  assert.deepEqual(numbers(runs), [1]);
});

test("if all are hidden, the newest remaining run is selected", () => {
  const { runs } = page(add(made(), made(), made()));
  for (const run of runs.list) runs.toggle(run);
  runs.select(runs.list[0]);
  runs.remove(runs.list[0]);
  assert.equal(runs.selected.number, 3);
});

test("the clock runs as long as the longest run on either surface", () => {
  const { runs } = page(add(made("gd", 4, { rival: made("gd", 11) }), made("gd", 7)));
  assert.equal(runs.last, 11);
  assert.deepEqual(counterparts(runs.list), [runs.list[0].rival]);
});
