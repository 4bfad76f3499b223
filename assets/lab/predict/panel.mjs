/**
 * Predict first: a run that a person starts waits until they have guessed where it will end. The score
 * lasts for the visit and is kept only here.
 *
 * The page asks about one run at a time, the newest. It does not ask about several starts at once, nor
 * about a run that restarts because a setting changed, unless that run is still waiting.
 */
import * as ids from "../page/ids.mjs";
import { IDLE, question, RUNNING, summary, verdictText, withoutQuestion } from "./text.mjs";
import { apart, DIVERGES, judge, tally } from "./score.mjs";

const DOUBLE_CLICK = 500; // ms
const SAME_PLACE = 0.02; // of the window

const element = (id) => document.getElementById(id);
const isOn = () => Boolean(element(ids.PREDICT)?.checked);

/** Lowest and highest value of each parameter on a surface. */
const windowOf = ({ x, y }) => [x, y].map((axis) => [axis[0], axis[axis.length - 1]]);

/**
 * @param {object} page
 * @param {ReturnType<typeof import("./markers.mjs").createMarkers>} page.markers
 * @param {() => {x: ArrayLike<number>, y: ArrayLike<number>}} page.surface the surface trace of the page
 * @param {() => void} page.onPlay a run need not wait any longer
 * @param {() => void} page.onReveal the end of the run may be shown
 * @param {() => void} page.onMarkers the markers have changed
 */
export function createPrediction({ markers, surface, onPlay, onReveal, onMarkers }) {
  const scores = [];
  let run = null; // the run that the question is about
  let guess = null;
  let window = null; // the window of the guess; the page may show another one by now
  let isJudged = false;
  let isExpected = false; // whether to ask about the newest run of the next delivery
  let askedAt = 0;

  const isAsking = () => run !== null && guess === null;
  const isOnItsWay = () => guess !== null && !isJudged;

  /** @param {string[]} words a headline and a sentence */
  function say([text, detail]) {
    write(ids.PREDICT_TEXT, text);
    write(ids.PREDICT_DETAIL, detail);
    write(ids.PREDICT_SCORE, scores.length ? summary(tally(scores)) : "");
    show(ids.PREDICT_BAR, isOn());
    show(ids.PREDICT_DIVERGES, isAsking());
    show(ids.PREDICT_SKIP, isAsking());
    show(ids.PREDICT_RESET, !isAsking() && scores.length > 0);
    document.body.classList.toggle("is-asked", isAsking());
  }

  /** Withdraw the question. */
  function forget(words = IDLE) {
    const wasAsking = isAsking();
    if (run) run.isHeld = false;
    run = guess = null;
    isJudged = false;
    markers.set(null);
    say(words);
    if (wasAsking) onReveal();
    onMarkers();
  }

  /** @param {number[]|"diverges"} answer */
  function accept(answer) {
    guess = answer;
    run.isHeld = false;
    if (answer !== DIVERGES) {
      window = windowOf(surface());
      markers.set(answer);
    }
    say(RUNNING);
    onReveal();
    onMarkers();
    onPlay();
  }

  function skip() {
    forget();
    onPlay();
  }

  function conclude() {
    const verdict = judge(guess, run, window);
    isJudged = true;
    scores.push(verdict.points);
    if ("distance" in verdict) markers.set(guess, run.theta.at(-1));
    say(verdictText(verdict, guess, run));
    onMarkers();
  }

  /** The second half of a double click does not count as an answer. */
  const isEcho = (theta) =>
    performance.now() - askedAt < DOUBLE_CLICK && apart(theta, run.theta[0], windowOf(surface())).share < SAME_PLACE;

  const onClick = {
    [ids.PREDICT_SKIP]: () => isAsking() && skip(),
    [ids.PREDICT_DIVERGES]: () => isAsking() && accept(DIVERGES),
    [ids.PREDICT_RESET]: () => {
      scores.length = 0;
      if (isOnItsWay()) say(RUNNING);
      else forget();
    },
  };

  /** Escape also leaves the map, which comes second, and closes dialogues, which comes first. */
  function onEscape(event) {
    if (event.key !== "Escape" || !isAsking() || event.target.closest?.(".modal")) return;
    event.stopPropagation();
    skip();
  }

  return {
    attach() {
      document.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        if (!onClick[button?.id]) return;
        onClick[button.id]();
        if (button.hidden) element(ids.PLAY)?.focus({ preventScroll: true });
      });
      document.addEventListener("change", ({ target }) => {
        if (target.id !== ids.PREDICT) return;
        if (isAsking()) skip();
        else forget();
      });
      document.addEventListener("keydown", onEscape, true);
    },

    /**
     * The server's delivery, with the run to ask about marked, so that no table reveals its end.
     * @param {import("../run/runs.mjs").Delivery} delivery
     */
    receive(delivery) {
      const { mode, runs } = delivery;
      const goesOn = isAsking() && (mode === "update" || mode === "refresh");
      if (isOnItsWay() && mode === "add") conclude(); // the guess counts, whether or not the end was seen
      isExpected = isOn() && ((mode === "add" && runs.length === 1) || (goesOn && mode === "update"));
      if (mode !== "refresh" && (run || isOn())) forget(withoutQuestion(delivery, isOnItsWay()));
      if (!isExpected && !goesOn) return delivery;
      return { ...delivery, runs: runs.with(-1, { ...runs.at(-1), isHeld: true }) };
    },

    /** @param {import("../run/runs.mjs").Run} newest @returns {boolean} whether it must wait */
    holds(newest) {
      if (!isExpected) return false;
      isExpected = false;
      run = newest;
      askedAt = performance.now();
      say(question(run));
      return true;
    },

    /** The list of runs has changed. @param {import("../run/runs.mjs").Run[]} shown the drawn runs */
    check(shown) {
      if (!run) return;
      const same = shown.find(({ number }) => number === run.number);
      if (same) run = same;
      else forget();
    },

    /** @param {{x: number, y: number}} point @returns {boolean} whether it counts as an answer */
    takes({ x, y }) {
      if (!isAsking()) return false;
      if (!isEcho([x, y])) accept([x, y]);
      return true;
    },

    /** @param {import("../run/player.mjs").Player} player */
    follow({ step, playing }) {
      if (isAsking() && (playing || step > 0)) forget(); // the person would rather watch
      else if (isOnItsWay() && step >= run.theta.length - 1) conclude();
    },
  };
}

function write(id, text) {
  const target = element(id);
  if (target && target.textContent !== text) target.textContent = text;
}

function show(id, isShown) {
  element(id)?.toggleAttribute("hidden", !isShown);
}
