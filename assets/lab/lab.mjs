/**
 * The laboratory in the browser: one clock, four views, the transport bar, the readout and the runs.
 *
 * It knows plotly and the ids of the page but not Dash, so that a static page can use it as well.
 */
import { attachCameras } from "./cameras.mjs";
import { contourView } from "./contour_view.mjs";
import { createCursor } from "./cursor.mjs";
import { createCurvature } from "./curvature.mjs";
import { createDataView } from "./data_view.mjs";
import { attachFolds } from "./fold.mjs";
import { createFollowers } from "./followers.mjs";
import { betweenFrames, pause } from "./frames.mjs";
import { Graph, traceOf } from "./graph.mjs";
import { createGuessMarks } from "./guess_marks.mjs";
import { createLossView } from "./loss_view.mjs";
import { onHover, onTap, pickAtRandom, pickOnMap, pickOnSurface } from "./pick.mjs";
import { Player } from "./player.mjs";
import { attachPopovers } from "./popover.mjs";
import { createPrediction } from "./predict.mjs";
import { createReadout } from "./readout.mjs";
import { lockCameras, rivalView } from "./rival.mjs";
import { Runs } from "./runs.mjs";
import { createRunsTable } from "./runs_table.mjs";
import { surfaceView } from "./surface_view.mjs";
import { createTransport } from "./transport.mjs";
import { stepOf } from "./ways.mjs";

/**
 * A descent as the server sends it; lists have n + 1 entries.
 * @typedef {object} Run
 * @property {string} scenario which figures it belongs to
 * @property {object} settings what it takes to run it again
 * @property {{start: string, optimizer: string, rate: string, steps: string, loss: string, end: string}} cells
 *   of its row in the table
 * @property {string} colour
 * @property {string[]} names the two parameters
 * @property {number[][]} theta
 * @property {number[]} loss
 * @property {number[]} grad_norm
 * @property {{x: ?number[], y: ?number[], z: ?number[]}} path on the surface; null outside the window
 * @property {?number} lowest J at the lowest minimum
 * @property {"CONVERGED"|"STEP_LIMIT"|"DIVERGED"|"PLATEAU"} status
 * @property {boolean} reached whether it is at a minimum
 * @property {string} chip how it ended, in a few words
 * @property {string} message why it stopped
 * @property {string} outcome where it arrived
 * @property {Run} [rival] the same on the other surface of a duel
 * @property {number} [number] its name on the page, from 1
 * @property {number} [turn] among the runs of its optimizer, from 0
 * @property {boolean} [hidden]
 * @property {{name: string, theta: number[]}[]} [twins] minima that are the one it reached, with the
 *   labels exchanged
 * @property {boolean} [isHeld] somebody is to guess where it ends: until then, that is a secret
 *
 * What is painted: the runs that are not hidden, oldest first, and the one that views of a single
 * run show.
 * @typedef {{runs: Run[], selected: Run}} Scene
 */

/** Exact plots follow once nobody has moved the step for this long (ms). */
const SETTLE_AFTER = 200;
/** What is not the run itself waits for this many frames, in which it sets out. */
const SETTING_OUT = [pause, pause, pause];

/**
 * @param {object} page
 * @param {(start: {x: number, y: number}) => void} page.onPick a person picked a start on the
 *   surface or on the contour map
 * @param {() => void} page.onChange the list of runs is another one; `onRuns` follows
 * @param {(runs: {scenario: ?string, runs: object[]}) => void} page.onRuns the runs there are now,
 *   as settings
 * @param {(request: {mode: string, runs: object[]}) => void} page.onRequest runs are asked for
 * @param {(name: string, moment: ?import("./followers.mjs").Moment) => void} page.onAsk what follows
 *   the run asks for the numbers of a moment
 */
export function createLab({ onPick, onChange, onRuns, onRequest, onAsk }) {
  const curvature = createCurvature();
  const marks = createGuessMarks();
  const surface = new Graph("surface-graph", marks.over(curvature.over(surfaceView, "surface"), "surface"));
  const glance = (place) => followers.glance(place && [place.x, place.y]);
  const cursor = createCursor(() => traceOf(surface.div, "surface"), onPlace, glance);
  const mapView = { ...contourView, attach: cursor.follow };
  const contour = new Graph("contour-graph", marks.over(curvature.over(mapView, "map"), "map"));
  const data = new Graph("data-graph", createDataView(() => traceOf(surface.div, "surface")));
  const lossView = createLossView();
  const loss = new Graph("loss-graph", lossView);
  const rival = new Graph("rival-graph", curvature.over(rivalView, "rival"));
  const solid = [surface, rival];
  const flat = [contour, data, loss];
  const graphs = [...solid, ...flat];

  const readout = createReadout();
  const player = new Player({ onFrame: showStep, onState: showState });
  const transport = createTransport(player);
  const runs = new Runs(showRuns);
  const table = createRunsTable(runs, { onRequest, onHover: (run) => paintRuns(run ?? runs.selected) });
  const followers = createFollowers(onAsk);
  const prediction = createPrediction({
    marks,
    surface: () => traceOf(surface.div, "surface"),
    onPlay: () => player.play(),
    onReveal: table.show,
    onMarks: () => paintRuns(runs.selected),
  });
  let settling = 0;
  let stopLoading = pause;
  let stopTelling = pause;

  /** A place that a person points at: the answer, if there is a question, or else a start. */
  function onPlace(place) {
    if (!prediction.takes(place)) onPick(place);
  }

  /** The list of runs is another one. @param {boolean} areNew they start from the beginning */
  function showRuns(areNew) {
    prediction.check(runs.shown);
    table.show();
    readout.load(runs.selected);
    if (areNew) player.load(runs.last);
    else player.extend(runs.last);
    paintRuns(runs.selected);
    readout.show(player.step, player.playing);
    if (!player.playing) settleSoon();
    onChange();
    stopTelling();
    stopTelling = betweenFrames([...SETTING_OUT, tell]);
  }

  function tell() {
    const { scenario = null } = runs.list[0] ?? {};
    onRuns({ scenario, runs: runs.list.map(({ settings }) => settings) });
  }

  /** The surfaces at once; each of the other graphs is drawn anew, which takes longer than a frame. */
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

  /** On its way again: what belongs to the place where it rested goes. */
  function leave() {
    clearTimeout(settling);
    followers.leave();
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
      followers.rest(moment());
      return;
    }
    graph.settle();
    settling = setTimeout(settle, 0, rest);
  }

  /** Where the selected run is. */
  function moment() {
    const run = runs.selected;
    if (!run) return null;
    const step = stepOf(run, player.step);
    const moment = { scenario: run.scenario, run: run.settings, step, theta: run.theta[step] };
    if (!run.rival) return moment;
    const { scenario, theta } = run.rival;
    return { ...moment, rival: { scenario, theta: theta[stepOf(run.rival, player.step)] } };
  }

  let attached = false;
  return {
    attach() {
      for (const graph of graphs) graph.attach();
      if (attached) return;
      attached = true;
      onTap("surface-graph", (event) => pickOnSurface(surface.div, event), onPlace);
      onTap("rival-graph", (event) => pickOnSurface(rival.div, event), onPlace);
      lockCameras(() => surface.div, () => rival.div);
      onTap("contour-graph", (event) => pickOnMap(contour.div, event), onPlace);
      onHover("contour-graph", (event) => pickOnMap(contour.div, event), glance);
      document.addEventListener("click", ({ target }) => {
        const start = target.closest("#random-button") && pickAtRandom(surface.div);
        if (start) onPick(start);
      });
      attachCameras(() => [surface.div, rival.div]);
      attachPopovers();
      attachFolds();
      cursor.attach();
      prediction.attach();
      transport.attach();
      table.attach();
      followers.attach();
    },
    /** A switch was set, by a hand or by a link; the page shows it a moment later. */
    follow: () => setTimeout(followers.followAll),
    /** @param {string} name "linear" or "log" */
    lossScale(name) {
      lossView.scale = name;
      loss.refresh();
    },
    /** @param {?import("./curvature.mjs").Numbers} numbers of the moment asked for; null: take it away */
    curvature(numbers) {
      const isAwaited = numbers && followers.isAwaited("curvature", numbers);
      if (!curvature.set(isAwaited ? numbers : null)) return;
      for (const graph of [surface, rival, contour]) if (!graph.show(player.step)) graph.settle();
    },
    /** @param {import("./runs.mjs").Delivery} delivery */
    deliver(delivery) {
      leave();
      runs.deliver(prediction.receive(delivery));
      if (delivery.mode === "refresh" || runs.last === null) return;
      if (!prediction.holds(runs.list.at(-1))) player.play();
    },
  };
}
