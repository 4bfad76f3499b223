/** The live line under the surface: step, parameters, loss, gradient and state of the run. */
import * as ids from "../page/ids.mjs";
import { coordinates, magnitudes, padded } from "../page/number.mjs";
import { stepOf } from "../run/motion.mjs";

const CHIPS = {
  CONVERGED: "chip-converged",
  STEP_LIMIT: "chip-step-limit",
  DIVERGED: "chip-diverged",
  PLATEAU: "chip-plateau",
};

const TEXTS = [
  ids.READOUT_STEP,
  ids.READOUT_THETA,
  ids.READOUT_LOSS,
  ids.READOUT_GRAD,
  ids.READOUT_STATUS,
  ids.ENDING,
  ids.RIVAL_ENDING,
];
const ENDINGS = { held: "Waiting for your guess.", open: "Running …" };

/** @param {import("../run/runs.mjs").Run} run @param {boolean} playing */
function stateOf({ isHeld }, playing) {
  if (isHeld) return "where will it end?";
  return playing ? "running" : "paused";
}

function write(id, text) {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
}

export function createReadout() {
  /** @type {?import("../run/runs.mjs").Run} */
  let run = null;
  let texts = null;

  function numbers(step) {
    const k = stepOf(run, step);
    write(ids.READOUT_STEP, texts.step(k));
    write(ids.READOUT_THETA, texts.theta(k));
    write(ids.READOUT_LOSS, texts.loss(k));
    write(ids.READOUT_GRAD, texts.grad(k));
  }

  function status(k, playing) {
    const isOver = k >= run.theta.length - 1 && !run.isHeld;
    write(ids.ENDING, isOver ? `${run.outcome} ${run.message}` : ENDINGS[run.isHeld ? "held" : "open"]);
    write(ids.RIVAL_ENDING, run.rival ? endingOf(run.rival, k) : "");
    const chip = document.getElementById(ids.READOUT_STATUS);
    if (!chip) return;
    chip.textContent = isOver ? run.chip : stateOf(run, playing);
    chip.className = `chip ${isOver ? (run.reached ? CHIPS.CONVERGED : CHIPS[run.status]) : "chip-running"}`;
  }

  return {
    /** @param {?import("../run/runs.mjs").Run} next */
    load(next) {
      run = next;
      texts = run && formatters(run);
      if (run) write(ids.READOUT_NAMES, run.names.join(", "));
      else clear();
    },

    /** @param {number} k @param {boolean} playing */
    show(k, playing) {
      hush(playing);
      if (!run) return;
      numbers(k);
      status(k, playing);
    },
  };
}

/** What a run is doing on the other surface of a comparison. */
function endingOf(run, k) {
  const step = stepOf(run, k);
  return step === run.theta.length - 1 ? run.chip : `J ${run.loss[step]?.toPrecision(4)}`;
}

/** A screen reader announces the result, not every step on the way. */
function hush(playing) {
  const line = document.getElementById(ids.READOUT);
  if (playing) line?.setAttribute("aria-busy", "true");
  else line?.removeAttribute("aria-busy");
}

function clear() {
  for (const id of TEXTS) write(id, "");
  const chip = document.getElementById(ids.READOUT_STATUS);
  if (chip) chip.className = "chip";
}

/** @param {import("../run/runs.mjs").Run} run */
function formatters(run) {
  const digits = String(run.theta.length - 1).length;
  const theta = [0, 1].map((i) => coordinates(run.theta.map((point) => point[i])));
  const loss = magnitudes(run.loss);
  const grad = magnitudes(run.grad_norm);
  return {
    step: (k) => padded(k, digits),
    theta: (k) => theta.map((text, i) => text(run.theta[k][i])).join(", "),
    loss: (k) => loss(run.loss[k]),
    grad: (k) => grad(run.grad_norm[k]),
  };
}
