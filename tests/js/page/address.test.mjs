/** The address bar, with a history and a document of the test's own. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

const listeners = new Map();
const listen = (type, listener) => listeners.set(type, listener);
let entries = [];
const root = { dataset: {} };

globalThis.window = { top: null };
window.top = window;
globalThis.location = { search: "", hash: "" };
globalThis.document = { addEventListener: listen, documentElement: root };
globalThis.addEventListener = listen;
const show = (url) => {
  location.search = url.split("#")[0];
};
globalThis.history = {
  pushState: (state, title, url) => {
    entries.push(url);
    show(url);
  },
  replaceState: (state, title, url) => {
    entries[entries.length - 1] = url;
    show(url);
  },
};

const { createAddress } = await import("../../../assets/lab/page/address.mjs");

const QUIET = { isQuiet: true, quiet: async () => true };

beforeEach(() => {
  [location.search, location.hash] = ["?problem=peaks", ""];
  entries = [location.search];
  root.dataset = { opening: "" };
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

function page({ onItsWay = QUIET, hasArrived = true } = {}) {
  const opened = [];
  const address = createAddress({ onOpen: (search) => opened.push(search), onItsWay });
  address.listen();
  if (hasArrived) address.arrived();
  return { address, opened };
}

/** Write at once. */
function write(address, search, place) {
  address.write({ search, place });
  address.flush();
}

const click = (href, event = {}) => {
  let isPrevented = false;
  const link = { getAttribute: () => href };
  const target = { closest: (selector) => (selector === 'a[href^="?"]' && href.startsWith("?") ? link : null) };
  listeners.get("click")({ target, button: 0, preventDefault: () => (isPrevented = true), ...event });
  return isPrevented;
};

test("nothing is written before the runs of the opened address are there", () => {
  const { address } = page({ hasArrived: false });
  write(address, "?problem=saddle", ["saddle"]);
  assert.deepEqual(entries, ["?problem=peaks"]);
  address.arrived();
  assert.ok(!("opening" in root.dataset));
  write(address, "?problem=saddle", ["saddle"]);
  assert.deepEqual(entries, ["?problem=saddle"], "in place of the address that was opened");
});

test("a new place adds a history entry, a new setting does not", () => {
  const { address } = page();
  write(address, "?problem=peaks&rate=1", ["peaks"]);
  write(address, "?problem=peaks&rate=2", ["peaks"]);
  write(address, "?problem=saddle", ["saddle"]);
  write(address, "?problem=saddle&rate=3", ["saddle"]);
  assert.deepEqual(entries, ["?problem=peaks&rate=2", "?problem=saddle&rate=3"]);
});

test("while something moves, the address waits; then it takes the newest value", () => {
  const { address } = page();
  for (const rate of [1, 2, 3]) {
    address.write({ search: `?rate=${rate}`, place: ["peaks"] });
    mock.timers.tick(300);
  }
  assert.deepEqual(entries, ["?problem=peaks"]);
  mock.timers.tick(100);
  assert.deepEqual(entries, ["?rate=3"]);
});

test("the address keeps its fragment", () => {
  const { address } = page();
  location.hash = "#theory";
  write(address, "?rate=1", ["peaks"]);
  assert.deepEqual(entries, ["?rate=1#theory"]);
});

test("the back button opens the address, but a jump within the page opens nothing", () => {
  const { address, opened } = page();
  write(address, "?problem=saddle", ["saddle"]);
  listeners.get("popstate")();
  assert.deepEqual(opened, []);
  location.search = "?problem=peaks";
  listeners.get("popstate")();
  assert.deepEqual(opened, ["?problem=peaks"]);
  write(address, "?problem=peaks&v=1", ["peaks"]);
  assert.deepEqual(entries, ["?problem=saddle"], "its runs are not there yet");
  address.arrived();
  write(address, "?problem=peaks&v=1", ["peaks"]);
  assert.deepEqual(entries, ["?problem=peaks&v=1"], "no step of its own");
});

test("a link of the lab opens in the page, or in a new tab if the person wants that", () => {
  const { opened } = page();
  assert.equal(click("?lesson=momentum"), true);
  assert.deepEqual([opened, entries.at(-1)], [["?lesson=momentum"], "?lesson=momentum"]);
  for (const event of [{ button: 1 }, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }]) {
    assert.equal(click("?lesson=saddle", event), false);
  }
  assert.equal(click("https://example.org"), false);
  assert.equal(opened.length, 1);
});

test("choosing a lesson opens it", () => {
  const { opened } = page();
  listeners.get("change")({ target: { id: "lesson-select", value: "momentum" } });
  listeners.get("change")({ target: { id: "lesson-select", value: "none" } });
  listeners.get("change")({ target: { id: "speed-select", value: "4" } });
  assert.deepEqual(opened, ["?lesson=momentum"]);
});

test("a pending address is dropped when a person opens another", () => {
  const { address } = page();
  address.write({ search: "?rate=9", place: ["peaks"] });
  click("?lesson=momentum");
  mock.timers.tick(1000);
  assert.equal(location.search, "?lesson=momentum");
});

test("pending changes are awaited, and the result tells whether they arrived", async () => {
  let address = null;
  const limits = [];
  const onItsWay = {
    isQuiet: false,
    quiet: async (limit) => {
      limits.push(limit);
      address.write({ search: "?run=2", place: ["peaks"] });
      return limits.length === 1;
    },
  };
  ({ address } = page({ onItsWay }));
  assert.equal(address.isBehind, true);
  assert.equal(await address.catchUp(), true);
  assert.equal(location.search, "?run=2");
  assert.equal(await address.catchUp(70), false);
  assert.deepEqual(limits, [4500, 70]);
});
