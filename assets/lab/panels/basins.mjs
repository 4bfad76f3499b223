/**
 * Requests basins of attraction once the settings have stopped changing: one piece after another,
 * and only for the newest settings, so that the server does not work on outdated ones. Until the
 * answer is complete, the legend under the surface marks its colours as outdated.
 */
import * as ids from "../page/ids.mjs";

const SETTLE_TIME = 350; // ms without a change: the slider has stopped moving
const LEGENDS = { surface: ids.BASINS_LEGEND, rival: ids.BASINS_RIVAL_LEGEND };
const RETRY_DELAY = 600; // ms before a retry while the server is busy

/**
 * New attributes of traces: role -> path of an attribute -> value.
 * @typedef {Object<string, Object<string, any>>} Look
 *
 * The result of piece `piece` of `of`, counted from 0. `shown` is the side whose colours are complete,
 * and `looks` has those of its figures. After `busy` the piece is requested again, after `failed` not.
 * @typedef {object} Answer
 * @property {number} [n]
 * @property {number} [piece]
 * @property {number} [of]
 * @property {string} [shown]
 * @property {{surface?: Look, rival?: Look, contour?: Look}} [looks]
 * @property {boolean} [busy]
 * @property {boolean} [failed]
 */

/**
 * `figure` with the attributes of `look`.
 * @template {{data: object[]}} Figure
 * @param {Figure} figure
 * @param {Look} look
 * @returns {Figure}
 */
export function painted(figure, look) {
  const changesOf = (trace) => Object.entries(look[trace.meta?.role] ?? {});
  return { ...figure, data: figure.data.map((trace) => changesOf(trace).reduce(assigned, trace)) };
}

function assigned(group, [path, value]) {
  const [name, ...rest] = path.split(".");
  return { ...group, [name]: rest.length ? assigned(group[name], [rest.join("."), value]) : value };
}

/** @param {(request: {n: number, isOn: boolean, piece: number, turn: number}) => void} ask */
export function createBasins(ask) {
  let n = 0;
  let turn = 0; // makes a repeated request a new value for Dash
  let wasOn = false;
  let timer = 0;

  const later = (wait, isOn, piece) => {
    clearTimeout(timer);
    timer = setTimeout(() => ask({ n, isOn, piece, turn: ++turn }), wait);
  };

  return {
    /** @param {{isOn: boolean, isDrawn: boolean, isSetting: boolean}} now `isDrawn`: a figure without colours yet */
    change({ isOn, isDrawn, isSetting }) {
      if (!isOn && !wasOn) return;
      n += 1;
      wasOn = isOn;
      clearTimeout(timer);
      const states = { "is-stale": true, ...(isDrawn && { "is-empty": true }) };
      for (const legend of Object.values(LEGENDS)) mark(legend, states);
      show(isOn, isOn ? "computing …" : "");
      if (isOn || !isDrawn) later(isSetting ? SETTLE_TIME : 0, isOn, 0);
    },
    /** @param {Answer} answer */
    answer({ n: requested, piece = 0, of = 0, shown, busy, failed }) {
      if ((requested !== undefined && requested !== n) || !wasOn) return;
      if (shown) mark(LEGENDS[shown], { "is-empty": false, "is-stale": false });
      if (failed) show(true, "failed", false);
      else if (!busy && piece === of - 1) show(true, "", false);
      else {
        show(true, busy ? "server busy, waiting …" : `computing … ${piece + 1} of ${of}`);
        later(busy ? RETRY_DELAY : 0, true, busy ? piece : piece + 1);
      }
    },
  };
}

function mark(id, states) {
  const { classList } = document.getElementById(id);
  for (const [name, value] of Object.entries(states)) classList.toggle(name, value);
}

function show(isOn, text, isBusy = isOn) {
  const key = document.getElementById(ids.BASINS_KEY);
  key.hidden = !isOn;
  key.setAttribute("aria-busy", String(isBusy));
  document.getElementById(ids.BASINS_STATUS).textContent = text;
}
