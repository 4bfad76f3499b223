/** What the page says when it asks for a guess and when it has scored one: a headline and a sentence each. */
import { brief } from "../page/number.mjs";
import { DIVERGES } from "./score.mjs";

const SPACE = "\u00a0"; // does not break

export const IDLE = [
  "Start a run: it will wait for your guess.",
  `100 points within 1${SPACE}% of the window; every further 10${SPACE}% halves them.`,
];
export const RUNNING = ["Guess recorded.", "Running …"];
const SEVERAL = ["Several runs at once play without a guess.", "Start a single run, and it will wait for one."];
const RESTARTED = ["You changed a setting, so this guess is not scored.", "Start a run: it will wait for your guess."];

/** @param {import("../run/runs.mjs").Delivery} delivery @param {boolean} wasOnItsWay a guess was unscored */
export function withoutQuestion({ mode, runs }, wasOnItsWay) {
  if (runs.length > 1) return SEVERAL;
  return mode === "update" && wasOnItsWay ? RESTARTED : IDLE;
}

/** @param {import("../run/runs.mjs").Run} run */
export function question({ number, rival, settings }) {
  return [
    `Where will run ${number} end${rival ? " on the first surface" : ""}? Click there.`,
    `On the surface or on the map; it takes at most ${settings.n_steps} steps.`,
  ];
}

/**
 * @param {ReturnType<typeof import("./score.mjs").judge>} verdict
 * @param {number[]|"diverges"} guess
 * @param {import("../run/runs.mjs").Run} run
 */
export function verdictText({ points, distance, share, twin }, guess, run) {
  const earned = `${points} ${points === 1 ? "point" : "points"}`;
  if (run.status === "DIVERGED") {
    const answer = guess === DIVERGES ? "As you predicted." : `You guessed ${place(guess)}, but the run diverged.`;
    return [`${earned}: it diverged.`, answer];
  }
  if (guess === DIVERGES) return [`${earned}: it did not diverge.`, `Instead, ${endOf(run)}.`];
  const away = `${earned}: ${brief(distance)} away, ${percent(share)} of the window.`;
  if (twin) return [away, `You guessed minimum ${twin.name}: the same clustering, with the labels exchanged.`];
  return [away, `You guessed ${place(guess)}; ${endOf(run)}.`];
}

/** The score of this visit. */
export const summary = ({ count, mean, best }) =>
  `${count} ${count === 1 ? "guess" : "guesses"} · mean ${mean} · best ${best}`;

function endOf({ status, theta }) {
  const ended = status === "STEP_LIMIT" ? `after ${theta.length - 1} steps it was` : "it ended";
  return `${ended} at ${place(theta.at(-1))}`;
}

const place = (theta) => `(${theta.map(brief).join(", ")})`;
const percent = (share) => `${brief(Number((100 * share).toPrecision(2)))}${SPACE}%`;
