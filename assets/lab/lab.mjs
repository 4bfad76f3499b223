/**
 * The laboratory in the browser: one clock, four views, the transport bar and the readout.
 *
 * It knows plotly and the ids of the page but not Dash, so that a static page can use it as well.
 */
import { attachCameras } from "./cameras.mjs";
import { contourView } from "./contour_view.mjs";
import { createDataView } from "./data_view.mjs";
import { Graph, traceOf } from "./graph.mjs";
import { createLossView } from "./loss_view.mjs";
import { onTap, pickOnMap, pickOnSurface } from "./pick.mjs";
import { Player } from "./player.mjs";
import { createReadout } from "./readout.mjs";
import { surfaceView } from "./surface_view.mjs";
import { createTransport } from "./transport.mjs";

/**
 * A descent as the server sends it; every list has n + 1 entries.
 * @typedef {object} Run
 * @property {number} id
 * @property {string} scenario which figures it belongs to
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
 */

/** Exact plots follow once nobody has moved the step for this long (ms). */
const SETTLE_AFTER = 200;

/**
 * @param {{onPick: (start: {x: number, y: number}) => void}} options called when a person picks a
 *   start on the surface or on the contour map
 */
export function createLab({ onPick }) {
  const surface = new Graph("surface-graph", surfaceView);
  const contour = new Graph("contour-graph", contourView);
  const data = new Graph("data-graph", createDataView(() => traceOf(surface.div, "surface")));
  const lossView = createLossView();
  const loss = new Graph("loss-graph", lossView);
  const graphs = [surface, contour, data, loss];

  const readout = createReadout();
  const player = new Player({ onFrame: showStep, onState: showState });
  const transport = createTransport(player);
  let settling = 0;

  /** @param {number} k */
  function showStep(k) {
    for (const graph of graphs) graph.show(k);
    transport.show(k, player.last);
    readout.show(k, player.playing);
    if (!player.playing) settleSoon();
  }

  function showState() {
    transport.showState(player);
    transport.show(player.step, player.last);
    readout.show(player.step, player.playing);
    if (player.playing) clearTimeout(settling);
    else settleSoon();
  }

  function settleSoon() {
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLE_AFTER, graphs.values());
  }

  /** One graph per task: a redraw takes tens of milliseconds and the page must stay responsive. */
  function settle(rest) {
    const { value: graph, done } = rest.next();
    if (done) return;
    graph.settle();
    settling = setTimeout(settle, 0, rest);
  }

  let attached = false;
  return {
    attach() {
      for (const graph of graphs) graph.attach();
      if (attached) return;
      attached = true;
      onTap("surface-graph", (event) => pickOnSurface(surface.div, event), onPick);
      onTap("contour-graph", (event) => pickOnMap(contour.div, event), onPick);
      attachCameras(() => surface.div);
      transport.attach();
    },
    /** @param {string} name "linear" or "log" */
    lossScale(name) {
      lossView.scale = name;
      loss.refresh();
    },
    /** @param {?Run} run */
    play(run) {
      readout.load(run);
      for (const graph of graphs) graph.load(run);
      player.load(run ? run.theta.length - 1 : null);
      if (run) player.play();
    },
  };
}
