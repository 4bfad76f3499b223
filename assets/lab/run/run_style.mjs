/**
 * How runs look: each in the colour of its optimizer, its line dashed by its turn among the runs of
 * that optimizer (but on surfaces), its marks in a shape by its number, and the selected one's line
 * thicker. A trace `of: "runs"` belongs to all runs, other traces of a run to the selected one.
 */

/** Shapes that plotly has in 2-D and in 3-D. */
export const SYMBOLS = ["circle", "square", "diamond", "cross", "x", "circle-open", "square-open", "diamond-open"];
/** Plotly's dashes and their patterns, in line widths of at least 3 px. */
const DASHES = {
  solid: [],
  dash: [3, 3],
  dot: [1, 1],
  dashdot: [3, 1, 1, 1],
  longdash: [5, 5],
  longdashdot: [5, 2, 1, 2],
};
const LINES = ["path", "curve", "rival"];
const MARKS = ["ball", "start"];
const THIN = 0.6;

/** @param {import("./runs.mjs").Run} run */
export const symbolOf = ({ number }) => SYMBOLS[(number - 1) % SYMBOLS.length];

/** @param {import("./runs.mjs").Run} run @returns {string} the name of its dash */
export const dashOf = ({ turn }) => Object.keys(DASHES)[turn % Object.keys(DASHES).length];

/** @param {string} dash @param {number} width @returns {string} for SVG's stroke-dasharray */
export const strokes = (dash, width) => DASHES[dash].map((length) => length * Math.max(width, 3)).join(" ") || "none";

/**
 * @param {object} gd
 * @param {import("./runs.mjs").Scene} scene
 * @returns {boolean} whether marks changed, which only a redraw shows in 2-D
 */
export function styleRuns(gd, scene) {
  const seen = {};
  let isChanged = false;
  gd._fullData.forEach((full, index) => {
    const { role, of } = full.meta ?? {};
    const nth = (seen[role] = (seen[role] ?? -1) + 1);
    const { group, look } = of === "runs" ? ofRuns(full, nth, scene) : ofSelected(full, scene);
    if (!look || isSo(full[group], look)) return;
    for (const trace of [gd.data[index], full]) trace[group] = { ...trace[group], ...look };
    if (group === "marker") isChanged = true;
    else styleLine(gd, index, look);
  });
  return isChanged;
}

/** @typedef {{group: "marker"|"line", look: any}} Style attributes of a group; nothing to say where there are none */

/** @returns {Style} */
function ofRuns(full, nth, { runs, selected }) {
  const { role, width } = full.meta;
  if (MARKS.includes(role)) {
    const look = { color: runs.map((run) => run.colour), symbol: runs.map((run) => shape(role, run)) };
    return { group: "marker", look };
  }
  const run = LINES.includes(role) && runs[nth];
  const isThin = runs.length > 1 && run !== selected;
  const look = run && { color: run.colour, width: isThin ? THIN * width : width };
  // On the surface dashes would be faint; all lines of the other side of a comparison are dashed alike.
  const isPlain = full.scene || role === "rival";
  return { group: "line", look: look && !isPlain ? { ...look, dash: dashOf(run) } : look };
}

/** A start is hollow and a ball is solid, where a shape has both forms. */
function shape(role, run) {
  const symbol = symbolOf(run);
  const isHollow = symbol === "cross" || symbol === "x" || symbol.endsWith("-open");
  return role === "start" && !isHollow ? `${symbol}-open` : symbol;
}

/** @returns {Style} */
function ofSelected(full, { selected }) {
  const group = full.mode === "lines" ? "line" : "marker";
  const isRun = LINES.includes(full.meta?.role) || MARKS.includes(full.meta?.role);
  const isFree = isRun && selected && !Array.isArray(full[group]?.color);
  return { group, look: isFree && { color: selected.colour } };
}

const isSo = (style, look) => Object.entries(look).every(([key, value]) => String(style?.[key]) === String(value));

/** In 2-D the style of a line is that of its elements. */
function styleLine(gd, index, { color, width, dash }) {
  const group = gd.calcdata?.[index]?.[0]?.node3?.node();
  for (const line of group?.querySelectorAll("path.js-line") ?? []) {
    line.style.stroke = color;
    if (width) line.style.strokeWidth = `${width}px`;
    if (dash) line.style.strokeDasharray = strokes(dash, width);
  }
}
