/** The queue against a Dash that answers when it is told to, and drops as Dash does; the test moves the clock. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Queue } from "../../../assets/lab/run/queue.mjs";

const OUTPUT = "..run-store.data...start-x-input.value@0a..";
const STEP = 5; // ms
const TURNS = 4; // that promises take to follow each other
const KMEANS = { problem: "kmeans", dataset: "two-clumps" };

let now = 0;
mock.method(performance, "now", () => now);
beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** `wait` ms later, when all has happened that was to happen until then. */
async function tick(wait = 0) {
  for (let passed = 0; passed <= wait; passed += STEP) {
    if (passed) mock.timers.tick(STEP);
    now += passed && STEP;
    for (let i = 0; i < TURNS; i += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Dash's front end: one request for runs at a time is not forgotten, the newest. */
function createDash() {
  const dash = { values: { "scenario-store.data": KMEANS }, sent: [], delivered: [] };
  let newest = null;

  dash.request = (changed) => {
    const inputs = Object.entries(dash.values).map(([place, value]) => {
      const [id, property] = place.split(".");
      return { id, property, value };
    });
    const request = { output: OUTPUT, inputs, changedPropIds: [changed] };
    newest = request;
    const answer = {};
    answer.promise = new Promise((resolve) => (answer.resolve = resolve));
    const begin = () => {
      dash.sent.push({ changed, value: dash.values[changed], answer: answer.resolve });
      return answer.promise;
    };
    dash.queue.post(request, begin).then(async (response) => {
      const text = await response.text();
      if (newest !== request || !text.includes("run-store")) return;
      await tick(5);
      dash.delivered.push(text);
      dash.queue.delivered();
    });
  };
  dash.set = (id, props) => {
    for (const [name, value] of Object.entries(props)) {
      dash.values[`${id}.${name}`] = value;
      dash.request(`${id}.${name}`);
    }
  };
  /** Answer the request sent as number `i` by a run, or by a refusal. */
  dash.answer = async (i, isRefused = false) => {
    const { changed, value } = dash.sent[i];
    const body = isRefused ? "{}" : JSON.stringify({ "run-store": { changed, value } });
    dash.sent[i].answer(new Response(body, { status: 200 }));
    await tick(isRefused ? 150 : 50);
  };
  dash.queue = new Queue(dash.set);
  return dash;
}

const pick = (dash, n) => dash.queue.add("picked-start", { data: { n } });
const values = ({ sent }) => sent.map(({ changed, value }) => `${changed.split(".")[0]} ${value.n ?? value}`);

test("picks go one after the other", async () => {
  const dash = createDash();
  for (const n of [1, 2, 3]) pick(dash, n);
  await tick();
  assert.deepEqual(values(dash), ["picked-start 1"]);
  for (const i of [0, 1, 2]) await dash.answer(i);
  assert.deepEqual(values(dash), ["picked-start 1", "picked-start 2", "picked-start 3"]);
  assert.equal(dash.delivered.length, 3);
  assert.ok(dash.queue.isQuiet);
});

test("a refusal does not stop those behind it", async () => {
  const dash = createDash();
  pick(dash, 1);
  pick(dash, 2);
  await tick();
  await dash.answer(0, true);
  await dash.answer(1);
  assert.equal(dash.delivered.length, 1);
});

test("a request that fails does not stop those behind it", async () => {
  const given = [];
  const queue = new Queue((id, { data }) => given.push(data.n));
  queue.add("picked-start", { data: { n: 1 } });
  queue.add("picked-start", { data: { n: 2 } });
  const request = { output: OUTPUT, inputs: [], changedPropIds: ["picked-start.data"] };
  for (const expected of [[1], [1, 2]]) {
    assert.deepEqual(given, expected);
    await assert.rejects(queue.post(request, () => Promise.reject(new TypeError("no network"))));
    await tick(150);
  }
  assert.ok(queue.isQuiet);
});

test("a pick that a setting makes Dash drop is asked for again, after it", async () => {
  const dash = createDash();
  pick(dash, 1);
  await tick();
  dash.set("learning-rate-input", { value: "0.1" });
  await tick();
  await dash.answer(0);
  assert.equal(dash.delivered.length, 0);
  await dash.answer(1);
  await dash.answer(2);
  assert.deepEqual(values(dash), ["picked-start 1", "learning-rate-input 0.1", "picked-start 1"]);
  assert.equal(dash.delivered.length, 2);
});

test("a button pressed twice runs twice", async () => {
  const dash = createDash();
  dash.set("run-button", { n_clicks: 1 });
  await tick();
  dash.set("run-button", { n_clicks: 2 });
  await tick();
  for (const i of [0, 1, 2]) await dash.answer(i);
  assert.equal(dash.sent.length, 3);
  assert.equal(dash.delivered.length, 2);
});

test("what would be gone anyway is not asked for again", async () => {
  const rivals = [
    ["request-store", { mode: "replace", n: 9 }],
    ["scenario-store", { problem: "peaks", dataset: "" }],
  ];
  for (const [id, data] of rivals) {
    const dash = createDash();
    pick(dash, 1);
    await tick();
    dash.set(id, { data });
    await tick();
    await dash.answer(1);
    assert.equal(dash.sent.length, 2);
  }
});

test("while nothing can compute, picks are kept; they are forgotten when nothing ever will", async () => {
  const dash = createDash();
  const counts = [];
  let wake;
  dash.queue.hold(new Promise((resolve) => (wake = resolve)), (count) => counts.push(count));
  pick(dash, 1);
  pick(dash, 2);
  await tick();
  assert.deepEqual([dash.sent.length, counts.at(-1)], [0, 2]);
  wake();
  await tick();
  assert.deepEqual([dash.sent.length, counts.at(-1)], [1, 1]);
});

test("it is quiet when runs, list and scenario have followed each other", async () => {
  const dash = createDash();
  assert.ok(dash.queue.isQuiet);
  pick(dash, 1);
  assert.ok(!dash.queue.isQuiet);
  await tick();
  await dash.answer(0);
  dash.queue.expect("told");
  assert.ok(!dash.queue.isQuiet);
  dash.queue.met("told");
  const request = { output: "query-store.data", inputs: [], changedPropIds: [] };
  const body = JSON.stringify({ response: { "query-store": { data: {} } } });
  await dash.queue.post(request, async () => new Response(body, { status: 200 }));
  assert.ok(!dash.queue.isQuiet, "not yet written");
  dash.queue.met("written");
  assert.ok(dash.queue.isQuiet);
  const quiet = dash.queue.quiet(1000);
  await tick(200);
  assert.equal(await quiet, true);
});

test("nobody waits longer than they said", async () => {
  const dash = createDash();
  pick(dash, 1);
  let isQuiet = null;
  dash.queue.quiet(200).then((answer) => (isQuiet = answer));
  await tick(150);
  assert.equal(isQuiet, null);
  await tick(50);
  assert.equal(isQuiet, false);
});
