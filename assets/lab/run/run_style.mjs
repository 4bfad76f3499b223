/**
 * The style of runs. The optimizer gives the colour, the turn among its runs gives the dash, and the
 * number gives the shape of the marks. The selected run has a thicker line.
 * components/figures/motion.py does the same in exports.
 */
import { DASHES, SYMBOLS, THIN } from "./constants.mjs";
import { followed } from "./motion.mjs";

/** @param {import("./runs.mjs").Run} run */
export const symbolOf = ({ number }) => SYMBOLS[(number - 1) % SYMBOLS.length];

/** @param {import("./runs.mjs").Run} run @returns {string} the name of its dash */
export const dashOf = ({ turn }) => Object.keys(DASHES)[turn % Object.keys(DASHES).length];

/**
 * In line widths of 3 px at least.
 * @param {string} dash
 * @param {number} width
 * @returns {string} for SVG's stroke-dasharray
 */
export const strokes = (dash, width) => DASHES[dash].map((length) => length * Math.max(width, 3)).join(" ") || "none";

/**
 * @param {object} gd
 * @param {import("./runs.mjs").Scene} scene
 * @returns {boolean} whether marks changed, which only a redraw shows in 2-D
 */
export function styleRuns(gd, scene) {
  let isChanged = false;
  gd._fullData.forEach((full, index) => {
    const { marker, line } = full.meta?.show ? styleOf(full.meta, scene) : {};
    const [group, look] = marker ? ["marker", marker] : ["line", line];
    if (!look || isSo(full[group], look)) return;
    for (const trace of [gd.data[index], full]) trace[group] = { ...trace[group], ...look };
    if (marker) isChanged = true;
    if (line) styleLine(gd, index, line);
  });
  return isChanged;
}

/**
 * Attributes of a moving trace; none of a line without a run.
 * @param {import("./motion.mjs").Meta} meta
 * @param {import("./runs.mjs").Scene} scene
 * @returns {{marker?: {color: string[], symbol: string[]}, line?: {color: string, width: number, dash?: string}}}
 */
export function styleOf(meta, { runs, selected }) {
  if (meta.of === "runs") {
    const symbols = runs.map((run) => (meta.show === "start" ? hollow(symbolOf(run)) : symbolOf(run)));
    return { marker: { color: runs.map(({ colour }) => colour), symbol: symbols } };
  }
  const run = followed(meta, runs);
  if (!run) return {};
  const isThin = runs.length > 1 && runs[meta.nth] !== selected;
  const width = isThin ? THIN * meta.width : meta.width;
  return { line: { color: run.colour, width, ...(meta.dashed && { dash: dashOf(run) }) } };
}

/** The hollow form of a symbol, for starts, if plotly has one. */
function hollow(symbol) {
  const isHollow = symbol === "cross" || symbol === "x" || symbol.endsWith("-open");
  return isHollow ? symbol : `${symbol}-open`;
}

const isSo = (style, look) => Object.entries(look).every(([key, value]) => String(style?.[key]) === String(value));

/**
 * Style a line in 2-D, through its SVG elements.
 * @param {object} gd
 * @param {number} index
 * @param {{color: string, width: number, dash?: string}} look
 */
function styleLine(gd, index, { color, width, dash }) {
  const group = gd.calcdata?.[index]?.[0]?.node3?.node();
  for (const line of group?.querySelectorAll("path.js-line") ?? []) {
    line.style.stroke = color;
    line.style.strokeWidth = `${width}px`;
    if (dash) line.style.strokeDasharray = strokes(dash, width);
  }
}
