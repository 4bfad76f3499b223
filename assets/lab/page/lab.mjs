/**
 * The laboratory in the browser: one clock, four views, the transport bar, the readout and the runs.
 *
 * It knows plotly and the ids of the page, but not Dash, so a static page can use it as well.
 */
import { attachViewButtons } from "../panels/display.mjs";
import { createReadout } from "../panels/readout.mjs";
import { createRunsTable } from "../panels/runs_table.mjs";
import { createTransport } from "../panels/transport.mjs";
import { attachFolds, attachPopovers } from "../panels/unfold.mjs";
import { createCursor } from "../picking/cursor.mjs";
import { onHover, onTap, pickAtRandom, pickOnMap, pickOnSurface } from "../picking/pick.mjs";
import { keepCamera } from "../plotly/camera.mjs";
import { Graph, traceOf } from "../plotly/graph.mjs";
import { linkCameras } from "../plotly/linked_cameras.mjs";
import { createMarkers } from "../predict/markers.mjs";
import { createPrediction } from "../predict/panel.mjs";
import { stepOf } from "../run/motion.mjs";
import { Player } from "../run/player.mjs";
import { counterparts, Runs } from "../run/runs.mjs";
import { createStepListeners } from "../run/step_listeners.mjs";
import { createCurvature } from "../views/curvature.mjs";
import { createDataView } from "../views/data.mjs";
import { createLossView } from "../views/loss.mjs";
import { betweenFrames, pause } from "./between_frames.mjs";
import * as ids from "./ids.mjs";

/** Exact plots follow once the step has not moved for this long (ms). */
const SETTLE_AFTER = 200;
/** Everything except the run itself waits for this many frames, in which the run starts to move. */
const SETTING_OUT = [pause, pause, pause];

/**
 * @param {object} page
 * @param {(start: {x: number, y: number}) => void} page.onPick a person picked a start on the
 *   surface or on the contour map
 * @param {(runs: import("../run/runs.mjs").Run[]) => void} page.onRuns the list of runs has changed
 * @param {(settings: object[]) => void} page.onRepeat a person wants runs with these settings
 * @param {(name: string, moment: ?import("../run/step_listeners.mjs").Moment) => void} page.onAsk a panel that
 *   follows the run requests the numbers of a moment
 */
export function createLab({ onPick, onRuns, onRepeat, onAsk }) {
  const curvature = createCurvature();
  const markers = createMarkers();
  const surface = new Graph(ids.SURFACE, markers.over(curvature.over({ attach: keepCamera }, "surface"), "surface"));
  const glance = (place) => listeners.glance(place && [place.x, place.y]);
  const cursor = createCursor(() => traceOf(surface.div, "surface"), onPlace, glance);
  const contour = new Graph(ids.CONTOUR, markers.over(curvature.over({ attach: cursor.follow }, "map"), "map"));
  const data = new Graph(ids.DATA, createDataView(() => traceOf(surface.div, "surface")));
  const lossView = createLossView();
  const loss = new Graph(ids.LOSS, lossView);
  const compareView = { attach: keepCamera, runs: ({ runs }) => counterparts(runs) };
  const other = new Graph(ids.RIVAL, curvature.over(compareView, "rival"));
  const solid = [surface, other];
  const flat = [contour, data, loss];
  const graphs = [...solid, ...flat];

  const readout = createReadout();
  const player = new Player({ onFrame: showStep, onState: showState });
  const transport = createTransport(player);
  const runs = new Runs(showRuns);
  const table = createRunsTable(runs, { onRepeat, onHover: (run) => paintRuns(run ?? runs.selected) });
  const listeners = createStepListeners(onAsk);
  const prediction = createPrediction({
    markers,
    surface: () => traceOf(surface.div, "surface"),
    onPlay: () => player.play(),
    onReveal: table.show,
    onMarkers: () => paintRuns(runs.selected),
  });
  let settling = 0;
  let stopLoading = pause;

  /** A person points at a place: the answer to a question if there is one, otherwise a start. */
  function onPlace(place) {
    if (!prediction.takes(place)) onPick(place);
  }

  /** The list of runs has changed. @param {boolean} areNew play them from the beginning */
  function showRuns(areNew) {
    prediction.check(runs.shown);
    table.show();
    readout.load(runs.selected);
    if (areNew) player.load(runs.last);
    else player.extend(runs.last);
    paintRuns(runs.selected);
    readout.show(player.step, player.playing);
    if (!player.playing) settleSoon();
    onRuns(runs.list);
  }

  /** Paint the surfaces at once and the other graphs later: redrawing one takes longer than a frame. */
  function paintRuns(selected) {
    const shown = runs.shown;
    const scene = shown.length ? { runs: shown, selected } : null;
    const load = (graph) => graph.load(scene, player.step);
    stopLoading();
    solid.forEach(load);
    stopLoading = betweenFrames([...SETTING_OUT, ...flat.map((graph) => () => load(graph))]);
  }

  /** @param {number} k */
  function showStep(k) {
    leave();
    for (const graph of graphs) graph.show(k);
    transport.show(k, player.last);
    readout.show(k, player.playing);
    if (!player.playing) settleSoon();
    prediction.follow(player);
  }

  function showState() {
    transport.showState(player);
    transport.show(player.step, player.last);
    readout.show(player.step, player.playing);
    if (player.playing) leave();
    else settleSoon();
    prediction.follow(player);
  }

  /** The run moves again: remove what belongs to the step where it paused. */
  function leave() {
    clearTimeout(settling);
    listeners.leave();
    curvature.set(null);
  }

  function settleSoon() {
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLE_AFTER, graphs.values());
  }

  /** One graph per task: a redraw takes tens of milliseconds and the page must stay responsive. */
  function settle(rest) {
    const { value: graph, done } = rest.next();
    if (done) {
      listeners.rest(moment());
      return;
    }
    graph.settle();
    settling = setTimeout(settle, 0, rest);
  }

  /** The step at which the selected run is. */
  function moment() {
    const run = runs.selected;
    if (!run) return null;
    const step = stepOf(run, player.step);
    const here = { scenario: run.scenario, run: run.settings, step, theta: run.theta[step] };
    if (!run.rival) return here;
    const { scenario, theta } = run.rival;
    return { ...here, rival: { scenario, theta: theta[stepOf(run.rival, player.step)] } };
  }

  let attached = false;
  return {
    attach() {
      for (const graph of graphs) graph.attach();
      if (attached) return;
      attached = true;
      onTap(ids.SURFACE, (event) => pickOnSurface(surface.div, event), onPlace);
      onTap(ids.RIVAL, (event) => pickOnSurface(other.div, event), onPlace);
      linkCameras(() => surface.div, () => other.div);
      onTap(ids.CONTOUR, (event) => pickOnMap(contour.div, event), onPlace);
      onHover(ids.CONTOUR, (event) => pickOnMap(contour.div, event), glance);
      document.addEventListener("click", ({ target }) => {
        const start = target.closest(`#${ids.RANDOM}`) && pickAtRandom(surface.div);
        if (start) onPick(start);
      });
      attachViewButtons(() => [surface.div, other.div]);
      attachPopovers();
      attachFolds();
      cursor.attach();
      prediction.attach();
      transport.attach();
      table.attach();
      listeners.attach();
    },
    /** A person or a link has set a switch; the page shows it a moment later. */
    follow: () => setTimeout(listeners.followAll),
    /** @param {string} name "linear" or "log" */
    lossScale(name) {
      lossView.scale = name;
      loss.refresh();
    },
    /** @param {?import("../views/curvature.mjs").Numbers} numbers of that moment; null removes the curvature */
    curvature(numbers) {
      const isAwaited = numbers && listeners.isAwaited("curvature", numbers);
      if (!curvature.set(isAwaited ? numbers : null)) return;
      for (const graph of [surface, other, contour]) if (!graph.show(player.step)) graph.settle();
    },
    /** @param {import("../run/runs.mjs").Delivery} delivery */
    deliver(delivery) {
      leave();
      runs.deliver(prediction.receive(delivery));
      if (delivery.mode === "refresh" || runs.last === null) return;
      if (!prediction.holds(runs.list.at(-1))) player.play();
    },
  };
}
