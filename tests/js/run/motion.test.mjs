import assert from "node:assert/strict";
import { test } from "node:test";

import { coordinatesAt, followed, stepOf } from "../../../assets/lab/run/motion.mjs";

const made = (more = {}) => ({
  theta: [[0, 1], [2, 3], [4, 5]],
  loss: [9, 8, 7],
  path: { x: [0, 2, null], y: [1, 3, null], z: [9, 8, null] },
  ...more,
});
const short = () => ({ theta: [[7, 6]], loss: [5], path: { x: [7], y: [6], z: [5] } });

const MAP = { of: "run", nth: 0, x: "theta.0", y: "theta.1" };
const SURFACE = { of: "run", nth: 0, x: "path.x", y: "path.y", z: "path.z" };
const CURVE = { of: "run", nth: 0, x: "step", y: "loss" };
const NOTHING = { x: [null], y: [null], z: [null] };

test("a run that has ended stays at its end", () => {
  assert.deepEqual([0, 1, 2, 3, Infinity].map((k) => stepOf(made(), k)), [0, 1, 2, 2, 2]);
});

test("a trail goes to the step, but no farther than the run", () => {
  const trail = (k) => coordinatesAt({ ...MAP, show: "trail" }, [made()], k);
  assert.deepEqual(trail(0), { x: [0], y: [1] });
  assert.deepEqual(trail(1), { x: [0, 2], y: [1, 3] });
  assert.deepEqual(trail(99), { x: [0, 2, 4], y: [1, 3, 5] });
});

test("a start, a head and a whole run are parts of a run too", () => {
  const shown = (show) => coordinatesAt({ ...CURVE, show }, [made()], 1);
  assert.deepEqual(shown("start"), { x: [0], y: [9] });
  assert.deepEqual(shown("head"), { x: [1], y: [8] });
  assert.deepEqual(shown("whole"), { x: [0, 1, 2], y: [9, 8, 7] });
});

test("a path on a surface has heights, and gaps outside it", () => {
  const { path } = made();
  assert.deepEqual(coordinatesAt({ ...SURFACE, show: "trail" }, [made()], 2), path);
  assert.deepEqual(coordinatesAt({ ...SURFACE, show: "head" }, [made()], 2), NOTHING);
});

test("a trace of all runs has one mark for each run", () => {
  const runs = [made(), short()];
  const of = (show, k) => coordinatesAt({ ...MAP, of: "runs", show }, runs, k);
  assert.deepEqual(of("start", 2), { x: [0, 7], y: [1, 6] });
  assert.deepEqual(of("head", 1), { x: [2, 7], y: [3, 6] });
});

test("a trace shows its run, or the run's rival, or nothing if there is none", () => {
  const [first, second] = [made(), made({ loss: [1, 2, 3], rival: made({ loss: [4, 5, 6] }) })];
  const y = (more) => coordinatesAt({ ...CURVE, show: "whole", ...more }, [first, second], 0).y;
  assert.deepEqual(y({ nth: 0 }), [9, 8, 7]);
  assert.deepEqual(y({ nth: 1 }), [1, 2, 3]);
  assert.deepEqual(y({ of: "rival", nth: 1 }), [4, 5, 6]);
  assert.deepEqual(y({ of: "rival", nth: 0 }), [null]);
  assert.deepEqual(coordinatesAt({ ...CURVE, nth: 2, show: "whole" }, [first, second], 0), NOTHING);
  assert.deepEqual(coordinatesAt({ ...CURVE, of: "runs", show: "head" }, [], 0), NOTHING);
  assert.equal(followed({ ...CURVE, nth: 1, show: "whole" }, [first, second]), second);
});

test("the end of a run stays hidden until it has been guessed", () => {
  const run = made({ isHeld: true });
  const whole = () => coordinatesAt({ ...CURVE, show: "whole" }, [run], 0);
  assert.deepEqual(whole(), { x: [0], y: [9] });
  run.isHeld = false;
  assert.deepEqual(whole(), { x: [0, 1, 2], y: [9, 8, 7] });
});

test("the same part is the same object until the step changes", () => {
  const runs = [made(), made()];
  for (const meta of [{ ...MAP, show: "trail" }, { ...MAP, of: "runs", show: "head" }]) {
    const first = coordinatesAt(meta, runs, 1);
    assert.equal(coordinatesAt(meta, runs, 1), first);
    assert.notEqual(coordinatesAt(meta, runs, 2), first);
    assert.notEqual(coordinatesAt(meta, runs, 1), first, "only the last one is kept");
  }
});

test("a part that no longer moves is the same object at every step", () => {
  const runs = [made(), short()];
  const ends = [{ ...MAP, show: "trail" }, { ...MAP, of: "runs", show: "head" }];
  for (const meta of [...ends, { ...MAP, show: "start" }, { ...MAP, of: "runs", show: "start" }]) {
    assert.equal(coordinatesAt(meta, runs, 2), coordinatesAt(meta, runs, 50));
  }
});

test("parts that differ in columns, share or run are different objects", () => {
  const runs = [made(), made()];
  const trail = { ...MAP, show: "trail" };
  const first = coordinatesAt(trail, runs, 2);
  for (const meta of [{ ...SURFACE, show: "trail" }, { ...trail, show: "whole" }, { ...trail, nth: 1 }]) {
    assert.notEqual(coordinatesAt(meta, runs, 2), first);
  }
  assert.equal(coordinatesAt(trail, runs, 2), first);
});
