/**
 * The loss curves: each run faintly as a whole, so that the axes stand still, and its part so far.
 * The logarithmic scale shows J − J*, where J* is the lowest minimum; a straight line then means that
 * each step reduces it by the same factor. components/export/views/loss.py draws the same in exports.
 */
import { RESOLUTION } from "../run/constants.mjs";
import { counterparts } from "../run/runs.mjs";

/** @typedef {import("../run/runs.mjs").Run} Run */

export function createLossView() {
  let isLog = false;

  return {
    /** @param {string} name "log" or "linear" */
    set scale(name) {
      isLog = name === "log";
    },
    rescales: true,
    /** @type {import("../plotly/graph.mjs").View["runs"]} */
    runs: ({ runs }) => (isLog ? measured(runs) : runs),
    /** @type {import("../plotly/graph.mjs").View["prepare"]} */
    prepare(runs, gd) {
      const both = [...runs, ...counterparts(runs)];
      const { xaxis, yaxis } = gd.layout;
      xaxis.range = padded(0, Math.max(...both.map(({ loss }) => loss.length - 1), 1));
      xaxis.autorange = yaxis.autorange = false;
      const values = worthShowing(both);
      yaxis.range = padded(...extent(isLog ? values.map(Math.log10) : values));
      yaxis.type = isLog ? "log" : "linear";
      yaxis.title = { ...yaxis.title, text: isLog && lowestOf(runs) !== null ? "J − J*" : "J" };
    },
  };
}

/** The runs with the drawn values as their loss, on both sides of a comparison. @param {Run[]} runs */
function measured(runs) {
  const rivals = above(counterparts(runs));
  return above(runs).map((run, i) => ({ ...run, rival: rivals[i] }));
}

/**
 * The runs with J − J* instead of J, where the difference exceeds rounding. All runs share one J*;
 * otherwise their curves could not be compared.
 * @param {Run[]} runs
 */
function above(runs) {
  const lowest = lowestOf(runs) ?? 0;
  return runs.map((run) => {
    const smallest = RESOLUTION * run.loss.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return { ...run, loss: run.loss.map((value) => (value - lowest > smallest ? value - lowest : null)) };
  });
}

/** @param {Run[]} runs */
function lowestOf(runs) {
  const known = runs.map(({ lowest }) => lowest).filter((lowest) => lowest !== null);
  return known.length ? Math.min(...known) : null;
}

/** The losses that the axes must show; beside other runs, only the first loss of a diverging one. */
function worthShowing(runs) {
  const hasOthers = runs.some(({ status }) => status !== "DIVERGED");
  return runs
    .flatMap(({ loss, status }) => (hasOthers && status === "DIVERGED" ? loss.slice(0, 1) : loss))
    .filter((value) => value !== null);
}

function extent(values) {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return values.length ? [low, high] : [0, 1];
}

/** A range with room for the ball at both ends, so that the axes stand still while it moves. */
function padded(low, high) {
  const room = 0.05 * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}
