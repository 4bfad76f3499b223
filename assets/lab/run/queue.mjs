/**
 * What a person does, handed to Dash as one event after the other, and whether anything is on its way.
 *
 * Dash's front end forgets a request whose answer has not come when the next one of the same callback
 * begins (dash_renderer, observer `requestedCallbacks`), and every event starts from the state that the
 * one before has led to. An event therefore waits until that is on the page.
 */
import * as ids from "../page/ids.mjs";

const EVENT = `${ids.EVENT}.data`;
const LULL = 100; // ms, for Dash to note that nothing was changed
const FORGOTTEN = 30_000; // ms from an event to Dash's request for it, and from an answer to its being shown
const LOOK = 25; // ms between looks whether all is quiet
const QUIET_LOOKS = 4; // one step of Dash's leads to the next within a few ms

/** What a person did: see components/session/events.py. @typedef {{type: string} & Record<string, any>} Event */
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
  /** The event that Dash is dealing with. @type {?{event: Numbered, isAnswered: boolean}} */
  #turn = null;
  #timer = 0;

  /** @param {(event: Numbered) => void} give hands an event to Dash */
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
      this.#waiting = [];
    });
  }

  /** Of values of the same controls that follow each other, only the newest counts. @param {Event} event */
  add(event) {
    if (isSameChoice(this.#waiting.at(-1), event)) this.#waiting.pop();
    this.#waiting.push({ ...event, n: ++this.#n });
    this.#next();
  }

  /** At once, in place of all that was to happen on the page as it was. @param {Event} event */
  replaceAll(event) {
    this.#waiting = [];
    this.#begin({ ...event, n: ++this.#n });
  }

  /** The newest value of a control that Dash's state does not know yet. @returns {unknown} undefined: none */
  latest(name) {
    const open = this.#turn && !this.#turn.isAnswered ? [this.#turn.event] : [];
    return [...open, ...this.#waiting].findLast(({ values }) => values && name in values)?.values[name];
  }

  /**
   * Send a request of Dash's.
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
      if (turn === this.#turn) this.#endAfter(isFull ? FORGOTTEN : LULL, turn);
    }
  }

  /** What followed from event number `n` is on the page. */
  settled(n) {
    if (this.#turn?.event.n === n) this.#end(this.#turn);
  }

  /** The page opens with an event of its own. */
  #turnOf({ inputs }) {
    const event = inputs.find(({ id, property }) => `${id}.${property}` === EVENT).value;
    if (this.#turn?.event.n !== event.n) this.#turn = { event, isAnswered: false };
    return this.#turn;
  }

  #begin(event) {
    const turn = { event, isAnswered: false };
    this.#turn = turn;
    this.#endAfter(FORGOTTEN, turn);
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

  /** Whether nothing is on its way that the address is to say. */
  get isQuiet() {
    return !this.#turn && (this.#isHeld || !this.#waiting.length);
  }

  /** Wait until nothing is on its way, but no longer than `limit` (ms). @returns {Promise<boolean>} */
  async quiet(limit) {
    const end = performance.now() + limit;
    for (let looks = 0; looks < QUIET_LOOKS && performance.now() < end; ) {
      await pause(LOOK);
      looks = this.isQuiet ? looks + 1 : 0;
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
