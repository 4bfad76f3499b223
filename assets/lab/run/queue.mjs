/**
 * Hands what starts runs to Dash one after the other, and knows whether anything is pending.
 *
 * Dash's front end drops a request whose answer has not come when the next one of the same callback
 * begins (dash_renderer, observer `requestedCallbacks`). A start therefore waits until the runs of the
 * one before it are on the page; one that Dash drops nonetheless, because a field or a button came
 * between, is requested again. This module knows Dash's requests, but not the page.
 */
import * as ids from "../page/ids.mjs";

/** Properties that start runs; any other property that requests runs is a setting of the newest run. */
const ENTERED = [`${ids.START_X}.n_submit`, `${ids.START_Y}.n_submit`];
const STARTS = [`${ids.PICKED}.data`, `${ids.REQUEST}.data`, `${ids.RUN}.n_clicks`, ...ENTERED];
/** Outputs from which the address is made; other answers may take longer. */
const ADDRESSED = [ids.RUN_STORE, ids.REQUEST, ids.SCENARIO, ids.QUERY];

const LULL = 100; // ms, for Dash to note that nothing was delivered
const LATEST = 30_000; // ms until what must follow is not waited for any more, in frames of a busy page
const FORGOTTEN = 30_000; // ms from a start to Dash's request for it, and from an answer to its delivery
const LOOK = 25; // ms between looks whether all is quiet
const DELIVERY_LOOKS = 60; // from an answer to its delivery: by looks, as a busy page has no time for either
const QUIET_LOOKS = 4; // one step of Dash's leads to the next within a few ms

/** @typedef {{id: string, property: string, value?: unknown}} Given */
/** @typedef {{output: string, inputs: Given[], state?: Given[], changedPropIds?: string[]}} Request */
/** A start that waits, in the order in which it was made. @typedef {{n: number, id: string, props: object}} Start */
/**
 * What Dash is doing about runs: a start that it was given, a request that it sent, or both.
 * @typedef {{n: number, start: ?Start, request: ?Request, isAnswered: boolean}} Turn
 */

export class Queue {
  #give;
  /** @type {(count: number) => void} */
  #onWaiting = () => {};
  #isHeld = false;
  #n = 0;
  /** @type {Start[]} */
  #kept = [];
  /** @type {?Turn} */
  #turn = null;
  #timer = 0;
  #asked = 0; // pending requests that the address waits for
  #expected = new Map(); // what must follow -> how long to wait for it

  /** @param {(id: string, props: object) => void} give hands properties to Dash */
  constructor(give) {
    this.#give = give;
  }

  /**
   * Keep everything until `ready`, and forget it if that fails.
   * @param {Promise<void>} ready @param {(count: number) => void} onWaiting
   */
  hold(ready, onWaiting) {
    this.#onWaiting = onWaiting;
    this.#isHeld = true;
    const release = () => {
      this.#isHeld = false;
      this.#next();
    };
    ready.then(release, () => {
      this.#kept = [];
    });
  }

  /** @param {string} id of a store that starts runs */
  add(id, props) {
    this.#keep({ n: ++this.#n, id, props });
    this.#next();
  }

  /** The runs of an answer are on the page. */
  delivered() {
    if (this.#turn?.isAnswered) this.#end(this.#turn);
  }

  /**
   * Send a request of Dash's.
   * @param {Request} request @param {() => Promise<Response>} send
   */
  async post(request, send) {
    const isAddressed = ADDRESSED.some((id) => answers(request, id));
    if (!isAddressed) return send();
    this.#asked += 1;
    try {
      return await (answers(request, ids.RUN_STORE) ? this.#run(request, send) : this.#look(request, send));
    } finally {
      this.#asked -= 1;
    }
  }

  async #look(request, send) {
    const response = await send();
    if (answers(request, ids.QUERY) && (await text(response)).includes(`"${ids.QUERY}"`)) this.expect("written");
    return response;
  }

  async #run(request, send) {
    // Dash may just be about to deliver the answer before: only then, it was not dropped.
    for (let looks = 0; this.#turn?.isAnswered && looks < DELIVERY_LOOKS; looks += 1) await pause(LOOK);
    const turn = this.#begin(request);
    let isFull = false;
    try {
      const response = await send();
      isFull = (await text(response)).includes(`"${ids.RUN_STORE}"`);
      return response;
    } finally {
      turn.isAnswered = true;
      if (turn === this.#turn) this.#timer = setTimeout(() => this.#end(turn), isFull ? FORGOTTEN : LULL);
    }
  }

  /** The turn of `request`; what Dash was doing before is dropped by it, unless it is the same. */
  #begin(request) {
    const before = this.#turn;
    const isOwn = before?.start && !before.request && isFor(before.start, request);
    clearTimeout(this.#timer);
    if (isOwn) before.request = request;
    else {
      if (before && isWanted(before, request)) this.#keep(again(before));
      this.#turn = { n: ++this.#n, start: null, request, isAnswered: false };
    }
    return this.#turn;
  }

  #end(turn) {
    if (turn !== this.#turn) return;
    clearTimeout(this.#timer);
    this.#turn = null;
    this.#next();
  }

  #keep(start) {
    this.#kept.push(start);
    this.#kept.sort((one, other) => one.n - other.n);
    this.#onWaiting(this.#kept.length);
  }

  #next() {
    if (this.#isHeld || this.#turn) return;
    const start = this.#kept.shift();
    if (start) {
      this.#turn = { n: start.n, start, request: null, isAnswered: false };
      this.#timer = setTimeout(this.#end.bind(this), FORGOTTEN, this.#turn);
      this.#give(start.id, start.props);
    }
    this.#onWaiting(this.#kept.length);
  }

  /** Something will follow, though no request says so yet. @param {string} name */
  expect(name) {
    this.#expected.set(name, now() + LATEST);
  }

  /** @param {string} name what has followed */
  met(name) {
    this.#expected.delete(name);
  }

  /** Whether nothing that belongs in the address is pending. */
  get isQuiet() {
    for (const [name, end] of this.#expected) if (now() > end) this.#expected.delete(name);
    const isHeldBack = this.#isHeld ? 0 : this.#kept.length;
    return !this.#turn && !isHeldBack && !this.#asked && !this.#expected.size;
  }

  /** Wait until nothing is pending, but no longer than `limit` (ms). @returns {Promise<boolean>} */
  async quiet(limit) {
    const end = now() + limit;
    for (let looks = 0; looks < QUIET_LOOKS && now() < end; ) {
      await pause(LOOK);
      looks = this.isQuiet ? looks + 1 : 0;
    }
    return this.isQuiet;
  }
}

const now = () => performance.now();
const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));
const changed = ({ changedPropIds = [] }) => changedPropIds;
const answers = ({ output }, id) => output.split(/\.\.\.|^\.\./).some((place) => place.startsWith(`${id}.`));
const text = (response) => (response.status === 200 ? response.clone().text() : "");
const value = ({ inputs, state = [] }, place) =>
  [...inputs, ...state].find(({ id, property }) => `${id}.${property}` === place)?.value;

const isFor = ({ id, props }, request) => Object.keys(props).some((name) => changed(request).includes(`${id}.${name}`));

/** Whether the runs of `turn`, which Dash drops for `rival`, would have stayed on the page after it. */
function isWanted({ start, request }, rival) {
  if (request && !changed(request).some((place) => STARTS.includes(place))) return false;
  const isAsked = changed(rival).includes(`${ids.REQUEST}.data`);
  if (isAsked && value(rival, `${ids.REQUEST}.data`)?.mode === "replace") return false;
  const subject = (one) => {
    const { problem, dataset } = value(one, `${ids.SCENARIO}.data`) ?? {};
    return `${problem} ${dataset}`;
  };
  return Boolean(start && !request) || subject(request) === subject(rival);
}

/** The same start once more. @param {Turn} turn @returns {Start} */
function again({ n, start, request }) {
  if (start) return { ...start, n };
  for (const id of [ids.PICKED, ids.REQUEST]) {
    if (changed(request).includes(`${id}.data`)) return { n, id, props: { data: value(request, `${id}.data`) } };
  }
  return { n, id: ids.RUN, props: { n_clicks: (value(request, `${ids.RUN}.n_clicks`) ?? 0) + 1 } };
}
