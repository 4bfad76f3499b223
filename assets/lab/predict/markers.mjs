/**
 * Marks a guess on the map and on the surface, with a dashed line to the run's end: straight on the
 * map, along the surface in 3-D.
 */
import { traceOf } from "../plotly/graph.mjs";
import { sampler } from "../picking/grid.mjs";
import { GUESS_LIFT, LIFT } from "../run/constants.mjs";

const DASHES = 14; // of the line over the surface; plotly's own dashes are frayed in 3-D
const PIECES = 5; // of a dash and the gap after it
const GAP = PIECES - 1;

const NOTHING = { x: [null], y: [null], z: [null] };
const HIDDEN = { guess: NOTHING, miss: NOTHING };

export function createMarkers() {
  let drawn = { guess: null, end: null };
  /** @type {import("../plotly/graph.mjs").Frame} */
  let map = HIDDEN;
  let surface = { heights: null, frame: HIDDEN };

  /** The guess on the surface; a new figure of the same scenario may have other heights. */
  function onSurface(gd) {
    const grid = traceOf(gd, "surface");
    if (surface.heights !== grid?.z) surface = { heights: grid?.z, frame: draped(drawn, grid) };
    return surface.frame;
  }
  const frames = { map: () => map, surface: onSurface };

  return {
    /** @param {?number[]} guess null for none @param {?number[]} end of the run, if it is known */
    set(guess, end = null) {
      drawn = { guess, end };
      map = flat(drawn);
      surface = { heights: null, frame: HIDDEN };
    },
    /**
     * `view` with the guess in addition.
     * @param {import("../plotly/graph.mjs").View} view
     * @param {"map"|"surface"} name
     */
    over: (view, name) => ({
      ...view,
      frame: (scene, k, gd) => ({ ...view.frame?.(scene, k, gd), ...frames[name](gd) }),
    }),
  };
}

function flat({ guess, end }) {
  if (!guess) return HIDDEN;
  const [x, y] = [0, 1].map((i) => (end ? [guess[i], end[i]] : [null]));
  return { guess: { x: [guess[0]], y: [guess[1]] }, miss: { x, y } };
}

function draped({ guess, end }, grid) {
  if (!guess || !grid) return HIDDEN;
  const height = sampler(grid);
  const unit = range(grid.z);
  const over = (points, lift) => {
    const z = points.map(([x, y]) => height(x, y) + lift * unit);
    const placed = (values) => values.map((value, i) => (Number.isFinite(z[i]) ? value : null));
    return { x: placed(points.map(([x]) => x)), y: placed(points.map(([, y]) => y)), z: placed(z) };
  };
  return { guess: over([guess], GUESS_LIFT), miss: end ? over(dashes(guess, end), LIFT) : NOTHING };
}

/** Points from one place to the other, with gaps. */
function dashes(from, to) {
  const count = DASHES * PIECES;
  return Array.from({ length: count }, (_, i) =>
    i % PIECES === GAP ? [NaN, NaN] : from.map((value, axis) => value + (i / (count - 2)) * (to[axis] - value)),
  );
}

function range(rows) {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    for (const value of row) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high > low ? high - low : 1;
}
