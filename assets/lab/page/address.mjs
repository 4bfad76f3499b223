/**
 * The address bar. It follows the page, and the page can open every address that it shows.
 *
 * This module knows the browser's history, but neither Dash nor the meaning of a query.
 */
import * as ids from "./ids.mjs";

/**
 * The address to show. A change of `place` makes a new entry in the history: a new problem changes
 * it, a new learning rate does not.
 * @typedef {{search: string, place: unknown[]}} Written
 */

/** The address is written after this long without a change (ms): browsers allow about three a second. */
const WRITE_DELAY = 400;

/** How long to wait for pending runs (ms): a browser lets a page copy for five seconds after a click. */
const WAIT_TIMEOUT = 4500;

/** An iframe shares the history of the page around it, so it must not add entries. */
const isFramed = window.top !== window;

/**
 * @param {object} page
 * @param {(search: string) => void} page.onOpen called when a person goes to another address
 * @param {{isQuiet: boolean, quiet: (limit: number) => Promise<boolean>}} page.onItsWay pending changes of the address
 */
export function createAddress({ onOpen, onItsWay }) {
  let written = null; // what still has to be written
  let place = null; // where the page is, as JSON
  let isOpening = true; // until runs arrive, the page still shows what was there before
  let isOpened = true; // the history is already at the address that was opened
  let known = location.search; // what the address bar last showed
  let timer = 0;

  function open(search) {
    clearTimeout(timer);
    known = search;
    written = null;
    isOpening = true;
    isOpened = true;
    onOpen(search);
  }

  function go(href) {
    history.pushState(null, "", href);
    open(location.search);
  }

  function flush() {
    clearTimeout(timer);
    if (!written) return;
    const next = JSON.stringify(written.place);
    const isStep = !isFramed && !isOpened && next !== place;
    if (written.search !== location.search) {
      history[isStep ? "pushState" : "replaceState"](null, "", written.search + location.hash);
    }
    known = location.search;
    [place, isOpened, written] = [next, false, null];
  }

  function onClick(event) {
    const link = event.target.closest?.('a[href^="?"]');
    // The browser handles new tabs and windows.
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  }

  return {
    /** Follow the back button, links to queries, and the drop-down of lessons. */
    listen() {
      // A jump to a part of the page triggers this event too.
      addEventListener("popstate", () => location.search === known || open(location.search));
      document.addEventListener("click", onClick);
      document.addEventListener("change", ({ target }) => {
        if (target.id === ids.LESSON_SELECT && target.value !== "none") go(`?lesson=${target.value}`);
      });
    },
    /** The runs of the opened address are on the page. */
    arrived() {
      isOpening = false;
      delete document.documentElement.dataset.opening;
    },
    /** @param {?Written} next null keeps the address until more is known */
    write(next) {
      if (isOpening || !next) return;
      written = next;
      clearTimeout(timer);
      timer = setTimeout(flush, WRITE_DELAY);
    },
    /** Write at once whatever is waiting to be written. */
    flush,
    /** Whether runs or settings that belong in the address are pending. */
    get isBehind() {
      return !onItsWay.isQuiet;
    },
    /**
     * Write everything, including pending changes.
     * @param {number} [limit] how long to wait for them (ms)
     * @returns {Promise<boolean>} whether all of them have arrived
     */
    async catchUp(limit = WAIT_TIMEOUT) {
      const isWhole = onItsWay.isQuiet || (await onItsWay.quiet(limit));
      flush();
      return isWhole;
    },
  };
}
