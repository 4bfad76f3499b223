/** The queue against a Dash that answers when it is told to, and drops as Dash does; the test moves the clock. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Queue } from "../../../assets/lab/run/queue.mjs";

const STEP = 5; // ms
const TURNS = 4; // that promises take to follow each other

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

const requestOf = (event) => ({
  inputs: [{ id: "event-store", property: "data", value: event }],
  changedPropIds: ["event-store.data"],
});

/** Dash's front end: of requests for one callback, only the newest is not forgotten. */
function createDash() {
  const dash = { sent: [], shown: [] };
  let newest = null;

  dash.request = (event) => {
    const request = requestOf(event);
    newest = request;
    const answer = {};
    answer.promise = new Promise((resolve) => (answer.resolve = resolve));
    const begin = () => {
      dash.sent.push({ event, answer: answer.resolve });
      return answer.promise;
    };
    dash.queue.post(request, begin).then(async (response) => {
      const text = await response.text();
      if (newest !== request || !text.includes("state-store")) return;
      await tick(5);
      dash.shown.push(event.n);
      dash.queue.settled(event.n);
    });
  };
  /** Answer the request sent as number `i` by what follows, or by a refusal. */
  dash.answer = async (i, isRefused = false) => {
    const body = isRefused ? "{}" : JSON.stringify({ "state-store": {} });
    dash.sent[i].answer(new Response(body, { status: 200 }));
    await tick(isRefused ? 150 : 50);
  };
  dash.queue = new Queue(dash.request);
  return dash;
}

const pick = ({ queue }, x) => queue.add({ type: "pick", x });
const choose = ({ queue }, values) => queue.add({ type: "choose", values });
const sent = (dash) => dash.sent.map(({ event: { n, ...event } }) => event);

test("events are sent one after another", async () => {
  const dash = createDash();
  for (const x of [1, 2, 3]) pick(dash, x);
  await tick();
  assert.deepEqual(sent(dash), [{ type: "pick", x: 1 }]);
  for (const i of [0, 1, 2]) await dash.answer(i);
  assert.deepEqual(sent(dash).map(({ x }) => x), [1, 2, 3]);
  assert.deepEqual(dash.shown, [1, 2, 3]);
  assert.ok(dash.queue.isQuiet);
});

test("a refused event does not stop the next ones", async () => {
  const dash = createDash();
  pick(dash, 1);
  pick(dash, 2);
  await tick();
  await dash.answer(0, true);
  await dash.answer(1);
  assert.deepEqual(dash.shown, [2]);
});

test("a failed request does not stop the next events", async () => {
  const given = [];
  const queue = new Queue((event) => given.push(event));
  queue.add({ type: "pick", x: 1 });
  queue.add({ type: "pick", x: 2 });
  for (const count of [1, 2]) {
    assert.equal(given.length, count);
    const request = requestOf(given.at(-1));
    await assert.rejects(queue.post(request, () => Promise.reject(new TypeError("no network"))));
    await tick(150);
  }
  assert.ok(queue.isQuiet);
});

test("an event that Dash never requests is dropped", async () => {
  const given = [];
  const queue = new Queue((event) => given.push(event));
  queue.add({ type: "pick", x: 1 });
  queue.add({ type: "pick", x: 2 });
  await tick(29_000);
  assert.equal(given.length, 1);
  await tick(2000);
  assert.equal(given.length, 2);
});

test("only a control's newest waiting value is sent; events in between keep their order", async () => {
  const dash = createDash();
  pick(dash, 1);
  for (const learning_rate of ["0.1", "0.2", "0.3"]) choose(dash, { learning_rate });
  choose(dash, { n_steps: "5" });
  choose(dash, { learning_rate: "0.4" });
  await tick();
  for (const i of [0, 1, 2, 3]) await dash.answer(i);
  assert.deepEqual(sent(dash).slice(1).map(({ values }) => values), [
    { learning_rate: "0.3" },
    { n_steps: "5" },
    { learning_rate: "0.4" },
  ]);
});

test("a control's newest value is known until it is answered", async () => {
  const dash = createDash();
  assert.equal(dash.queue.latest("learning_rate"), undefined);
  choose(dash, { learning_rate: "0.1" });
  await tick();
  assert.equal(dash.queue.latest("learning_rate"), "0.1");
  choose(dash, { learning_rate: "0.2" });
  assert.equal(dash.queue.latest("learning_rate"), "0.2");
  assert.equal(dash.queue.latest("n_steps"), undefined);
  await dash.answer(0);
  assert.equal(dash.queue.latest("learning_rate"), "0.2");
  await dash.answer(1);
  assert.equal(dash.queue.latest("learning_rate"), undefined);
});

test("opening an address replaces all waiting and pending events", async () => {
  const dash = createDash();
  pick(dash, 1);
  pick(dash, 2);
  await tick();
  dash.queue.replaceAll({ type: "open", search: "?lesson=kink" });
  await tick();
  await dash.answer(0);
  await dash.answer(1);
  assert.deepEqual(sent(dash).map(({ type }) => type), ["pick", "open"]);
  assert.deepEqual(dash.shown, [3]);
  assert.ok(dash.queue.isQuiet);
});

test("the event with which the page opens comes first", async () => {
  const dash = createDash();
  dash.request({ type: "open", search: "", n: 0 });
  pick(dash, 1);
  await tick();
  assert.deepEqual(sent(dash).map(({ type }) => type), ["open"]);
  await dash.answer(0);
  await dash.answer(1);
  assert.deepEqual(dash.shown, [0, 1]);
});

test("other requests of Dash pass", async () => {
  const queue = new Queue(() => {});
  const response = new Response("{}");
  const request = { inputs: [], changedPropIds: ["theme-store.data"] };
  assert.equal(await queue.post(request, async () => response), response);
  assert.ok(queue.isQuiet);
});

test("held events wait until they can be computed, and are dropped if that fails", async () => {
  for (const fails of [false, true]) {
    const dash = createDash();
    const counts = [];
    let wake, fail;
    const ready = new Promise((resolve, reject) => ([wake, fail] = [resolve, reject]));
    dash.queue.hold(ready, (count) => counts.push(count));
    pick(dash, 1);
    pick(dash, 2);
    await tick();
    assert.deepEqual([dash.sent.length, counts.at(-1)], [0, 2]);
    assert.ok(dash.queue.isQuiet, "nothing is on its way");
    if (fails) fail(new Error("no Python"));
    else wake();
    await tick();
    assert.equal(dash.sent.length, fails ? 0 : 1);
    if (!fails) assert.equal(counts.at(-1), 1);
  }
});

test("an address opens even while events are held", async () => {
  const dash = createDash();
  dash.queue.hold(new Promise(() => {}), () => {});
  dash.queue.replaceAll({ type: "open", search: "" });
  await tick();
  assert.equal(dash.sent.length, 1);
});

test("the queue is quiet when everything is on the page, and waiting has a limit", async () => {
  const dash = createDash();
  assert.ok(dash.queue.isQuiet);
  pick(dash, 1);
  assert.ok(!dash.queue.isQuiet);
  let isQuiet = null;
  dash.queue.quiet(200).then((answer) => (isQuiet = answer));
  await tick(150);
  assert.equal(isQuiet, null);
  await tick(60);
  assert.equal(isQuiet, false);
  await dash.answer(0);
  const quiet = dash.queue.quiet(1000);
  await tick(200);
  assert.equal(await quiet, true);
});
