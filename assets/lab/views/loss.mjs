/**
 * Step k on the loss curves: the whole runs faintly, so that the axes stand still, and the part so far.
 * On the logarithmic scale it is J − J*, J* being the lowest minimum: straight lines are convergence
 * by a constant factor per step.
 */
import { collected, forEveryTrace, sliceTo, stepOf } from "../run/path_slices.mjs";
import { counterparts } from "../run/runs.mjs";

/** Below this share of the largest value J − J* is the rounding of J. */
const RESOLUTION = 1e-15;

export function createLossView() {
  let isLog = false;

  /** One J* for all runs, or else their curves could not be compared. */
  const base = (runs) => {
    const known = runs.map(({ lowest }) => lowest).filter((lowest) => lowest !== null);
    return known.length ? Math.min(...known) : null;
  };
  /** @param {import("../run/runs.mjs").Run} run @param {?number} lowest */
  const heights = ({ loss }, lowest) => {
    if (!isLog) return loss;
    const smallest = RESOLUTION * loss.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return loss.map((value) => (value - (lowest ?? 0) > smallest ? value - (lowest ?? 0) : null));
  };
  const upTo = (values, k) => ({ x: Array.from({ length: k + 1 }, (_, i) => i), y: values.slice(0, k + 1) });

  let curves = { runs: null, lowest: null, all: [] };
  /** The heights of all runs, computed once for a list of runs and a scale. */
  const curvesOf = (runs) => {
    const areSame = curves.runs?.length === runs.length && runs.every((run, i) => run === curves.runs[i]);
    const isKnown = areSame && curves.isLog === isLog;
    if (!isKnown) {
      const lowest = base(runs);
      const others = counterparts(runs);
      const otherLowest = base(others);
      curves = {
        runs,
        isLog,
        lowest,
        all: runs.map((run) => heights(run, lowest)),
        others,
        otherLowest,
        otherCurves: others.map((run) => heights(run, otherLowest)),
      };
    }
    return curves;
  };

  return {
    /** @param {string} name "log" or "linear" */
    set scale(name) {
      isLog = name === "log";
    },
    rescales: true,
    prepare({ runs }, gd) {
      if (!runs.length) return;
      const { lowest, all, others, otherCurves } = curvesOf(runs);
      const { xaxis, yaxis } = gd.layout;
      xaxis.range = padded(0, Math.max(...[...runs, ...others].map(({ loss }) => loss.length - 1), 1));
      xaxis.autorange = yaxis.autorange = false;
      const values = worthShowing([...runs, ...others], [...all, ...otherCurves]);
      yaxis.range = padded(...extent(isLog ? values.map(Math.log10) : values));
      yaxis.type = isLog ? "log" : "linear";
      yaxis.title = { ...yaxis.title, text: isLog && lowest !== null ? "J − J*" : "J" };
    },
    /** @type {import("../plotly/graph.mjs").View["frame"]} */
    frame({ runs }, k) {
      const { all, lowest, others, otherLowest, otherCurves } = curvesOf(runs);
      const kind = `${isLog ? "log" : "linear"} ${lowest} ${otherLowest}`;
      const ends = runs.map((run, i) => ({ x: stepOf(run, k), y: all[i][stepOf(run, k)] }));
      const slice = (run, step, name, curve) => sliceTo(run, step, `${name} ${kind}`, (last) => upTo(curve, last));
      const whole = (run) => (run.isHeld ? 0 : Infinity);
      return {
        curve: forEveryTrace(runs.map((run, i) => slice(run, whole(run), "curve", all[i]))),
        path: forEveryTrace(runs.map((run, i) => slice(run, k, "loss", all[i]))),
        rival: forEveryTrace(others.map((run, i) => slice(run, k, "loss", otherCurves[i]))),
        ball: collected(ends, ["x", "y"]),
      };
    },
  };
}

/** One run that diverges must not press all others flat: of it only the beginning counts, then. */
function worthShowing(runs, all) {
  const hasOthers = runs.some(({ status }) => status !== "DIVERGED");
  return all
    .flatMap((values, i) => (hasOthers && runs[i].status === "DIVERGED" ? values.slice(0, 1) : values))
    .filter((value) => value !== null);
}

function extent(values) {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return values.length ? [low, high] : [0, 1];
}

/** Room for the ball on both sides; the axes then stand still while it moves. */
function padded(low, high) {
  const room = 0.05 * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}
