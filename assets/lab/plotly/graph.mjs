/**
 * One plotly graph with the runs painted on it.
 *
 * `Plotly.restyle` costs 16 to 110 ms per graph and step, so a step is written straight into the
 * drawing (gl_update, svg_update) and into `gd.data`. Plotly itself redraws once, when the
 * animation rests; that also makes its hover, zoom and export agree with what is seen.
 */
import { coordinatesAt } from "../run/motion.mjs";
import { styleRuns } from "../run/run_style.mjs";
import { drawGl, restGl, updateGl } from "./gl_update.mjs";
import { updateSvg } from "./svg_update.mjs";

/**
 * New attributes by role, of traces that do not follow runs by themselves (run/motion.mjs).
 * @typedef {Object<string, object>} Frame
 *
 * @typedef {object} View
 * @property {(scene: import("../run/runs.mjs").Scene) => import("../run/runs.mjs").Run[]} [runs] those that moving
 *   traces follow, if they are not the scene's
 * @property {(scene: import("../run/runs.mjs").Scene, k: number, gd: object) => Frame} [frame] what else step k shows
 * @property {(scene: ?import("../run/runs.mjs").Scene, k: number, gd: object) => void} [decorate] draws what
 *   trace attributes cannot express cheaply; null removes it
 * @property {(gd: object) => void} [attach] once per plot
 * @property {(runs: import("../run/runs.mjs").Run[], gd: object) => void} [prepare] set up the axes for runs
 * @property {boolean} [rescales] the axes depend on the runs, so new ones need a redraw
 */

/** The traces of `gd` with this role, complete with plotly's defaults. */
export const tracesOf = (gd, role) => (gd?._fullData ?? []).filter((trace) => trace.meta?.role === role);

export const traceOf = (gd, role) => tracesOf(gd, role)[0];

const PLOT = "js-plotly-plot"; // plotly's mark on its element

export class Graph {
  #id;
  #view;
  #scene = null;
  #runs = []; // the runs that the traces follow
  #step = 0;
  #figure = null; // gd.data when last seen: a new figure is a new list
  #stale = false; // plotly has drawn another step than the one shown
  #watched = new WeakSet();
  #originals = new Map(); // trace -> its attributes as they came with the figure
  #painted = new Map(); // trace -> what was painted on it last

  /** @param {string} id @param {View} view */
  constructor(id, view) {
    this.#id = id;
    this.#view = view;
  }

  /** Dash nests the plot in the element with the id; a static page may plot directly into it. */
  get div() {
    const box = document.getElementById(this.#id);
    const plot = box?.classList.contains(PLOT) ? box : box?.querySelector(`.${PLOT}`);
    return /** @type {?Plot} */ (plot ?? null);
  }

  /** Follow the plot as soon as it exists; Dash loads plotly after the page. */
  attach() {
    const gd = this.div;
    if (!gd?._fullData) {
      if (document.getElementById(this.#id)) setTimeout(() => this.attach(), 50);
    } else if (!this.#watched.has(gd)) {
      this.#watched.add(gd);
      gd.on("plotly_afterplot", () => this.#afterPlot());
      this.#view.attach?.(gd);
      this.#afterPlot();
    }
  }

  /** @param {?import("../run/runs.mjs").Scene} scene null without a run @param {number} k the step to show */
  load(scene, k) {
    this.#scene = scene;
    this.#step = k;
    if (scene) this.#begin();
    else this.#restore();
  }

  /** @param {number} k @returns {boolean} whether it could be painted without plotly */
  show(k) {
    this.#step = k;
    this.#stale = true;
    return this.#paint();
  }

  /** Let plotly redraw the step shown. A 3-D scene needs this only if it could not be painted. */
  settle() {
    if (!this.#stale || !this.#isShown(this.div)) return;
    const painted = this.#paint();
    this.#stale = false;
    if (painted && isSolid(this.div)) restGl(this.div);
    else window.Plotly.redraw(this.div);
  }

  /** Plotly has drawn from its own state, after a new figure, a zoom, a resize, or our own redraw. */
  #afterPlot() {
    const gd = this.div;
    if (!gd) return;
    const isNew = gd.data !== this.#figure;
    this.#figure = gd.data;
    this.#painted.clear();
    if (isNew) {
      this.#originals.clear();
      this.#view.decorate?.(null, 0, gd); // its colours are those of the old figure
      this.#begin();
    } else this.#paint();
  }

  /** Paint the runs on a new figure; elements that plotly has never drawn need a redraw first. */
  #begin() {
    const gd = this.div;
    if (!this.#isShown(gd)) return;
    this.#painted.clear();
    this.#runs = this.#view.runs?.(this.#scene) ?? this.#scene.runs;
    this.#view.prepare?.(this.#runs, gd);
    const isRestyled = styleRuns(gd, this.#scene);
    if (this.#paint() && !this.#view.rescales && !(isRestyled && !isSolid(gd))) return;
    this.#stale = false;
    window.Plotly.redraw(gd);
  }

  /** Redraw the runs after the view has changed the axes. */
  refresh() {
    this.#begin();
  }

  /** Whether there are runs and the figure shows their scenario; either may arrive first. */
  #isShown(gd) {
    if (!this.#scene || !gd?._fullData) return false;
    const scenario = gd.layout.meta?.scenario;
    return !scenario || scenario === this.#scene.selected.scenario;
  }

  /** @returns {boolean} whether everything could be painted without plotly */
  #paint() {
    const gd = this.div;
    if (!this.#isShown(gd)) return false;
    const frame = this.#view.frame?.(this.#scene, this.#step, gd) ?? {};
    const moved = [];
    let complete = true;
    for (const [index, patch] of patchesByIndex(gd, this.#runs, this.#step, frame)) {
      const trace = gd.data[index];
      if (this.#painted.get(trace) === patch) continue;
      if (!this.#originals.has(trace)) this.#originals.set(trace, attributesOf(trace, patch));
      assign(trace, patch);
      const update = isSolid(gd) ? updateGl : updateSvg;
      if (update(gd, index, patch)) {
        this.#painted.set(trace, patch);
        moved.push(index);
      } else complete = false;
    }
    if (isSolid(gd) && moved.length) drawGl(gd, moved);
    this.#view.decorate?.(this.#scene, this.#step, gd);
    return complete;
  }

  /** Restore the figure that the server sent. */
  #restore() {
    const gd = this.div;
    if (!gd || !this.#originals.size) return;
    for (const [trace, original] of this.#originals) Object.assign(trace, original);
    this.#originals.clear();
    this.#painted.clear();
    this.#view.decorate?.(null, 0, gd);
    window.Plotly.redraw(gd);
  }
}

const isSolid = (gd) => gd._fullLayout._has("gl3d");

/**
 * What step k shows: new attributes by the index of their trace.
 * @param {object} gd
 * @param {import("../run/runs.mjs").Run[]} runs
 * @param {number} k
 * @param {Frame} frame
 * @returns {Array<[number, object]>}
 */
export function patchesByIndex(gd, runs, k, frame) {
  const patchOf = ({ meta }) => (meta?.show ? coordinatesAt(meta, runs, k) : frame[meta?.role]);
  return gd._fullData.map((trace, index) => [index, patchOf(trace)]).filter(([, patch]) => patch);
}

const isGroup = (value) => value?.constructor === Object;

function attributesOf(trace, patch) {
  const copy = (value) => (isGroup(value) ? { ...value } : value);
  return Object.fromEntries(Object.keys(patch).map((key) => [key, copy(trace[key])]));
}

/** Attribute groups such as `marker` are merged, everything else is replaced. */
function assign(trace, patch) {
  for (const [key, value] of Object.entries(patch)) {
    if (isGroup(value)) trace[key] = { ...trace[key], ...value };
    else trace[key] = value;
  }
}
