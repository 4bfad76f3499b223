/** The clock of the animation, on a clock that the test moves. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Player } from "../../../assets/lab/run/player.mjs";

let now = 0;
let wantsNoMotion = false;
let frames = new Map();
let n = 0;

globalThis.window = { matchMedia: () => ({ matches: wantsNoMotion }) };
globalThis.requestAnimationFrame = (callback) => {
  frames.set(++n, callback);
  return n;
};
globalThis.cancelAnimationFrame = (request) => frames.delete(request);
mock.method(performance, "now", () => now);

beforeEach(() => {
  [now, wantsNoMotion] = [1000, false];
  frames = new Map();
});

/** One frame, `wait` ms after the last one. */
function frame(wait) {
  now += wait;
  const due = [...frames.values()];
  frames = new Map();
  for (const callback of due) callback(now);
}

function started(last) {
  const shown = [];
  const player = new Player({ onFrame: (k) => shown.push(k), onState: () => {} });
  player.load(last);
  player.play();
  return { player, shown };
}

test("a run takes 33 ms a step", () => {
  const { player } = started(100); // 3300 ms
  for (const expected of [10, 20, 30]) {
    frame(330);
    assert.equal(player.step, expected);
  }
});

test("a short run takes 1.5 s, and a long one 5 s", () => {
  const short = started(10).player;
  frame(300);
  assert.equal(short.step, 2);
  const long = started(1000).player;
  frame(50);
  assert.equal(long.step, 10);
});

test("twice the speed goes twice as far", () => {
  const { player } = started(100);
  player.speed = 2;
  frame(330);
  assert.equal(player.step, 20);
});

test("the last frame is the last step, and then the clock stops", () => {
  const { player, shown } = started(10);
  for (let i = 0; i < 5; i += 1) frame(400);
  assert.equal(shown.at(-1), 10);
  assert.equal(player.playing, false);
  assert.equal(frames.size, 0);
});

test("each step is shown once", () => {
  const { shown } = started(10);
  for (let i = 0; i < 100; i += 1) frame(16);
  assert.deepEqual(shown, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a tab that was hidden continues where it stopped", () => {
  const { player } = started(1000);
  frame(60_000);
  assert.equal(player.step, 100); // half a second
});

test("a frame stamped before the click moves nothing back", () => {
  const { player } = started(100);
  frame(-20);
  assert.equal(player.step, 0);
  frame(353);
  assert.equal(player.step, 10);
});

test("a loop waits at its end and starts again", () => {
  const { player } = started(10);
  player.loop = true;
  for (let i = 0; i < 4; i += 1) frame(400);
  assert.equal(player.step, 10);
  frame(400);
  assert.equal(player.step, 10, "for 0.7 s");
  frame(400);
  assert.equal(player.step, 0);
  assert.ok(player.playing);
});

test("playing from the end starts again; playing after a pause continues", () => {
  const { player, shown } = started(10);
  frame(450);
  player.toggle();
  frame(450);
  assert.equal(player.step, 3);
  player.toggle();
  frame(150);
  assert.equal(player.step, 4);
  player.seek(10);
  player.play();
  assert.equal(shown.at(-1), 0);
});

test("seeking stays within the run and stops the clock", () => {
  const { player } = started(10);
  player.seek(99);
  assert.deepEqual([player.step, player.playing], [10, false]);
  player.seek(-1);
  assert.equal(player.step, 0);
});

test("with reduced motion a run is at its end at once", () => {
  wantsNoMotion = true;
  const { player, shown } = started(10);
  assert.deepEqual(shown, [10]);
  assert.equal(player.playing, false);
});

test("when a run gets longer, the clock follows to its end only if it was at the end", () => {
  const { player } = started(10);
  player.seek(4);
  player.extend(20);
  assert.equal(player.step, 4);
  player.seek(20);
  player.extend(30);
  assert.equal(player.step, 30);
  player.seek(25);
  player.extend(12);
  assert.deepEqual([player.step, player.last], [12, 12]);
  player.extend(null);
  assert.deepEqual([player.step, player.last], [0, null]);
});

test("without a run nothing plays", () => {
  const { player, shown } = started(null);
  player.seek(3);
  assert.deepEqual([player.playing, shown], [false, []]);
});
