/**
 * The address bar: it follows what is on the page, and what it says can be opened.
 *
 * It knows the browser's history, but neither Dash nor what a query means.
 */

/**
 * What the address is to say. `place` tells whether that is a step of its own in the history:
 * another problem is one, another learning rate is not. Its last entry is the number of runs.
 * @typedef {{search: string, place: unknown[]}} Written
 */

/** Browsers allow about three changes a second; while something moves, none is needed. */
const QUIET = 400;

/** How long whoever wants the address waits for what is still on its way to it (ms). */
const PATIENCE = 10_000;
const LOOK = 50;

/** In an iframe, the history is the one of the page around: a step back must not end in here. */
const isFramed = window.top !== window;

/**
 * @param {{onOpen: (search: string) => void, settled: () => ?Promise<void>}} page `onOpen` is called
 * when a person goes to another address; `settled` says when no run is on its way
 */
export function createAddress({ onOpen, settled }) {
  let written = null; // what is to be written
  let place = null; // where the page is, as JSON
  let isOpening = true; // until runs have arrived: the page still shows what was there before
  let isOpened = true; // the history is already at the address that was opened
  let known = location.search; // what the address bar said last
  let expected = null; // how many runs the address is about to hold; NaN: not known yet
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
    // A new tab or window is the browser's business.
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
        if (target.id === "lesson-select" && target.value !== "none") go(`?lesson=${target.value}`);
      });
    },
    /** The runs of what was opened are on the page. */
    arrived() {
      isOpening = false;
      delete document.documentElement.dataset.opening;
    },
    /** @param {Written} next */
    write(next) {
      if (next.place.at(-1) === expected) expected = null;
      if (isOpening) return;
      written = next;
      clearTimeout(timer);
      timer = setTimeout(flush, QUIET);
    },
    /**
     * Runs have come: an address that holds them will be written.
     * @param {number} [count] of all runs, as soon as it is known
     */
    expect(count = NaN) {
      expected = count;
    },
    /** Write at once what is still to be written. */
    flush,
    /** The same, with the runs that are still on their way, as long as they do not take too long. */
    async current() {
      const end = performance.now() + PATIENCE;
      await Promise.race([settled(), pause(PATIENCE)]);
      while (expected !== null && performance.now() < end) await pause(LOOK);
      flush();
    },
  };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
