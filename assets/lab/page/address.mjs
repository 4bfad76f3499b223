/**
 * The address bar: it follows the page, and every address that it shows can be opened.
 *
 * It knows the browser's history, but neither Dash nor what a query means.
 */
import * as ids from "./ids.mjs";

/**
 * The address to show. A change of `place` makes a new entry in the history: another problem does,
 * another learning rate does not.
 * @typedef {{search: string, place: unknown[]}} Written
 */

/** Browsers allow about three changes a second; while something moves, none is needed. */
const QUIET = 400;

/** How long to wait for pending runs (ms): a browser lets a page copy for five seconds after a click. */
const PATIENCE = 4500;

/** An iframe shares the history of the page around it, to which it must add no steps. */
const isFramed = window.top !== window;

/**
 * @param {object} page
 * @param {(search: string) => void} page.onOpen called when a person goes to another address
 * @param {{isQuiet: boolean, quiet: (limit: number) => Promise<boolean>}} page.onItsWay what the address will say
 */
export function createAddress({ onOpen, onItsWay }) {
  let written = null; // what is to be written
  let place = null; // where the page is, as JSON
  let isOpening = true; // until runs have arrived: the page still shows what was there before
  let isOpened = true; // the history is already at the address that was opened
  let known = location.search; // what the address bar said last
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
      // Jumping to a part of the page comes here as well.
      addEventListener("popstate", () => location.search === known || open(location.search));
      document.addEventListener("click", onClick);
      document.addEventListener("change", ({ target }) => {
        if (target.id === ids.LESSON_SELECT && target.value !== "none") go(`?lesson=${target.value}`);
      });
    },
    /** The runs of what was opened are on the page. */
    arrived() {
      isOpening = false;
      delete document.documentElement.dataset.opening;
    },
    /** @param {?Written} next null: what is there stays until more is known */
    write(next) {
      if (isOpening || !next) return;
      written = next;
      clearTimeout(timer);
      timer = setTimeout(flush, QUIET);
    },
    /** Write at once whatever is waiting to be written. */
    flush,
    /** Whether runs or settings that belong in the address are pending. */
    get isBehind() {
      return !onItsWay.isQuiet;
    },
    /**
     * Write all there is, with what is on its way.
     * @param {number} [limit] how long it is waited for (ms)
     * @returns {Promise<boolean>} whether all of it has come
     */
    async catchUp(limit = PATIENCE) {
      const isWhole = onItsWay.isQuiet || (await onItsWay.quiet(limit));
      flush();
      return isWhole;
    },
  };
}
