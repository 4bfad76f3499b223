/**
 * Hands events to Dash one at a time, and knows whether any are still in progress.
 *
 * An event waits until the effects of the previous one are on the page, for two reasons. Dash's front
 * end drops a pending request when the same callback is called again (dash_renderer, observer
 * `requestedCallbacks`), and every event builds on the state that the previous one has led to.
 */
import * as ids from "../page/ids.mjs";

const EVENT = `${ids.EVENT}.data`;
const SETTLE_TIME = 100; // ms that Dash needs to see that an answer changed nothing
const TIMEOUT = 30_000; // ms from an event to Dash's request for it, and from the answer to its display
const POLL_INTERVAL = 25; // ms between two checks whether the queue is quiet
const QUIET_POLLS = 4; // in a row, because one step of Dash triggers the next within a few ms

/** An action of a person; see components/session/events.py. @typedef {{type: string} & Record<string, any>} Event */
/** @typedef {Event & {n: number}} Numbered */
/** @typedef {{id: string, property: string, value?: any}} Given */
/** @typedef {{inputs: Given[], changedPropIds?: string[]}} Request */

export class Queue {
  #give;
  /** @type {(count: number) => void} */
  #onWaiting = () => {};
  #isHeld = false;
  #n = 0;
  /** @type {Numbered[]} */
  #waiting = [];
  /** The event that Dash is processing. @type {?{event: Numbered, isAnswered: boolean}} */
  #turn = null;
  #timer = 0;

  /** @param {(event: Numbered) => void} give hands an event to Dash */
  constructor(give) {
    this.#give = give;
  }

  /**
   * Hold back all events until `ready`, and drop them if that fails.
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
      this.#waiting = [];
    });
  }

  /** Of successive choices in the same controls, only the newest is kept. @param {Event} event */
  add(event) {
    if (isSameChoice(this.#waiting.at(-1), event)) this.#waiting.pop();
    this.#waiting.push({ ...event, n: ++this.#n });
    this.#next();
  }

  /** Hand over `event` at once, and drop all that wait. @param {Event} event */
  replaceAll(event) {
    this.#waiting = [];
    this.#begin({ ...event, n: ++this.#n });
  }

  /** A control's newest value that is not in Dash's state yet. @returns {unknown} undefined if there is none */
  latest(name) {
    const open = this.#turn && !this.#turn.isAnswered ? [this.#turn.event] : [];
    return [...open, ...this.#waiting].findLast(({ values }) => values && name in values)?.values[name];
  }

  /**
   * Send a request from Dash, and note when it is answered.
   * @param {Request} request @param {() => Promise<Response>} send
   */
  async post(request, send) {
    if (!request.changedPropIds?.includes(EVENT)) return send();
    const turn = this.#turnOf(request);
    let isFull = false;
    try {
      const response = await send();
      isFull = response.status === 200 && (await response.clone().text()).includes(`"${ids.STATE}"`);
      return response;
    } finally {
      turn.isAnswered = true;
      if (turn === this.#turn) this.#endAfter(isFull ? TIMEOUT : SETTLE_TIME, turn);
    }
  }

  /** The effects of event number `n` are on the page. */
  settled(n) {
    if (this.#turn?.event.n === n) this.#end(this.#turn);
  }

  /** The turn of the event in a request; the event that opens the page did not come from here. */
  #turnOf({ inputs }) {
    const event = inputs.find(({ id, property }) => `${id}.${property}` === EVENT).value;
    if (this.#turn?.event.n !== event.n) this.#turn = { event, isAnswered: false };
    return this.#turn;
  }

  #begin(event) {
    const turn = { event, isAnswered: false };
    this.#turn = turn;
    this.#endAfter(TIMEOUT, turn);
    this.#give(event);
  }

  #endAfter(wait, turn) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(turn), wait);
  }

  #end(turn) {
    if (turn !== this.#turn) return;
    clearTimeout(this.#timer);
    this.#turn = null;
    this.#next();
  }

  #next() {
    const event = !this.#isHeld && !this.#turn && this.#waiting.shift();
    if (event) this.#begin(event);
    this.#onWaiting(this.#waiting.length);
  }

  /** Whether no event is in progress that will change the address; held events do not count. */
  get isQuiet() {
    return !this.#turn && (this.#isHeld || !this.#waiting.length);
  }

  /** Wait until the queue is quiet, but no longer than `limit` (ms). @returns {Promise<boolean>} */
  async quiet(limit) {
    const end = performance.now() + limit;
    for (let polls = 0; polls < QUIET_POLLS && performance.now() < end; ) {
      await pause(POLL_INTERVAL);
      polls = this.isQuiet ? polls + 1 : 0;
    }
    return this.isQuiet;
  }
}

const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

/** @param {Event|undefined} one @param {Event} other */
function isSameChoice(one, other) {
  if (one?.type !== "choose" || other.type !== "choose") return false;
  return String(Object.keys(one.values)) === String(Object.keys(other.values));
}
