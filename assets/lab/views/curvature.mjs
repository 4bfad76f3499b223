/**
 * The gradient and the local quadratic at a point, on the map and on the surface:
 *
 *     q(θ + d) = J + ∇J·d + ½ dᵀ ∇²J d
 *
 * Where J curves upwards in all directions, the map shows an ellipse on which the quadratic part is
 * constant. Elsewhere it shows the directions of the eigenvectors, dashed where J curves downwards.
 * The arrow points along −∇J; its length has no meaning.
 */

/** Half the length of the longest axis, and the arrow's, as shares of the window. */
const REACH = 0.14;
const ARROW = 0.13;
const HEAD = 0.28; // of the arrow
/** A slope counts as zero if it climbs less than this share of the height across the window. */
const LEVEL = 1e-7;
/** A curvature counts as zero below this share of the largest: the ellipse would be endless. */
const FLAT = 1e-6;
const SPOKES = 12;
const RINGS = [1 / 3, 2 / 3, 1];
const AROUND = 48;
const ALONG = 12;
const DASHES = 5;

const NOTHING = { x: [null], y: [null], z: [null] };
const HIDDEN = { gradient: NOTHING, quadratic: NOTHING };
const NOWHERE = { map: HIDDEN, surface: HIDDEN, rival: HIDDEN };

/**
 * J to second order around θ; `vectors` has one row for each of the `values`, ascending.
 * @typedef {{scenario: string, theta: number[], loss: number, grad: number[], values: number[],
 *   vectors: number[][], window: number[][], elevation: Elevation,
 *   rival?: Numbers}} Numbers
 */

export function createCurvature() {
  let drawn = NOWHERE;

  return {
    /** @param {?Numbers} numbers null draws nothing @returns {boolean} whether anything changed */
    set(numbers) {
      const before = drawn;
      drawn = numbers ? everywhere(numbers) : NOWHERE;
      return before.map !== HIDDEN || drawn.map !== HIDDEN;
    },
    /**
     * `view` with the curvature in addition.
     * @param {import("../plotly/graph.mjs").View} view
     * @param {"map"|"surface"|"rival"} name
     */
    over: (view, name) => ({
      ...view,
      frame: (scene, k, gd) => ({ ...view.frame?.(scene, k, gd), ...drawn[name] }),
    }),
  };
}

/** @param {Numbers} numbers */
const everywhere = ({ rival, ...numbers }) => ({
  map: onMap(numbers),
  surface: onSurface(numbers),
  rival: rival ? onSurface(rival) : HIDDEN,
});

function onMap(numbers) {
  const { theta } = numbers;
  const place = (d) => ({ x: theta[0] + d[0], y: theta[1] + d[1] });
  return { gradient: joined(arrow(numbers), place), quadratic: joined(outline(numbers), place) };
}

function onSurface(numbers) {
  const place = onQuadratic(numbers);
  return { gradient: joined(arrow(numbers), place), quadratic: joined(patch(numbers), place) };
}

/** Polylines of offsets d from θ, with gaps between them, as attributes of a trace. */
function joined(lines, place) {
  const points = lines.flatMap((line) => [...line.map(place), { x: null, y: null, z: null }]);
  if (!points.length) return NOTHING;
  const of = (axis) => points.map((point) => point[axis] ?? null);
  return { x: of("x"), y: of("y"), z: of("z") };
}

/** A little above the quadratic, so that it is visible where it touches the surface; null outside the box. */
function onQuadratic({ theta, loss, grad, values, vectors, window, elevation }) {
  const isInside = (value, [low, high]) => value >= low && value <= high;
  return (d) => {
    const [x, y] = [theta[0] + d[0], theta[1] + d[1]];
    const bends = values.map((curvature, i) => 0.5 * known(curvature) * dot(vectors[i], d) ** 2);
    const value = loss + dot(grad, d) + (bends[0] + bends[1]);
    const isShown = isInside(x, window[0]) && isInside(y, window[1]) && isInside(value, lossRange(elevation));
    return isShown ? { x, y, z: heightOf(elevation, value) + 2 * elevation.lift } : { x: null, y: null, z: null };
  };
}

/**
 * From J to the height at which it is drawn, as components/session/elevation.py defines it: J itself
 * without a floor, otherwise the logarithm of its height above the lowest value.
 *
 * @typedef {{lowest: number, highest: number, floor: number, lift: number}} Elevation
 * @param {Elevation} elevation
 * @param {number} loss
 */
export const heightOf = ({ lowest, floor }, loss) => (floor ? Math.log10(Math.max(loss - lowest, 0) + floor) : loss);

const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const span = ([low, high]) => high - low;
/** @returns {[number, number]} */
const lossRange = ({ lowest, highest }) => [lowest, highest];
/** @returns {[number, number]} */
const times = (v, factor) => [v[0] * factor, v[1] * factor];
const plus = (a, b) => [a[0] + b[0], a[1] + b[1]];
/** The length of d, as a share of the window. */
const share = (d, window) => Math.hypot(d[0] / span(window[0]), d[1] / span(window[1]));
const points = (count, at) => Array.from({ length: count + 1 }, (_, i) => at(i / count));

/** Shaft and head; nothing where J is level. */
function arrow({ grad, window, elevation }) {
  const [w, h] = window.map(span);
  const rise = Math.hypot(grad[0] * w, grad[1] * h);
  if (!(rise > LEVEL * span(lossRange(elevation)))) return [];
  const down = times(grad, -1);
  const tip = times(down, ARROW / share(down, window));
  const wing = (side) => plus(tip, times([-tip[0] - side * 0.6 * tip[1], -tip[1] + side * 0.6 * tip[0]], HEAD));
  return [points(ALONG, (t) => times(tip, t)), [wing(1), tip, wing(-1)]];
}

/** The semi-axes of the patch: an ellipse's where J curves upwards, otherwise as long as possible. */
function axes({ values, vectors, window }) {
  const lengths = isBowl(values) ? values.map((value) => 1 / Math.sqrt(value)) : [1, 1];
  const long = vectors.map((vector, i) => times(vector, lengths[i]));
  const extent = (k) => Math.hypot(long[0][k], long[1][k]) / span(window[k]);
  const scale = REACH / Math.max(extent(0), extent(1));
  return long.map((vector) => times(vector, scale));
}

const isBowl = ([low, high]) => low > FLAT * high && low > 0;
const isKnown = ({ values }) => values.every(Number.isFinite);
const known = (value) => (Number.isFinite(value) ? value : 0);

function ring([first, second], radius) {
  return points(AROUND, (t) => {
    const angle = 2 * Math.PI * t;
    return plus(times(first, radius * Math.cos(angle)), times(second, radius * Math.sin(angle)));
  });
}

/** For the map: the ellipse and its axes, or the axes alone. */
function outline(numbers) {
  if (!isKnown(numbers)) return [];
  const both = axes(numbers);
  const strokes = both.flatMap((axis, i) => (numbers.values[i] < 0 ? dashed(axis) : [[times(axis, -1), axis]]));
  return isBowl(numbers.values) ? [ring(both, 1), ...strokes] : strokes;
}

function dashed(axis) {
  const piece = 2 / (2 * DASHES - 1);
  const at = (n) => times(axis, -1 + n * piece);
  return Array.from({ length: DASHES }, (_, i) => [at(2 * i), at(2 * i + 1)]);
}

/** For the surface: a web of rings and spokes. */
function patch(numbers) {
  if (!isKnown(numbers)) return [];
  const both = axes(numbers);
  const spokes = Array.from({ length: SPOKES / 2 }, (_, i) => {
    const angle = (2 * Math.PI * i) / SPOKES;
    const end = plus(times(both[0], Math.cos(angle)), times(both[1], Math.sin(angle)));
    return points(2 * ALONG, (t) => times(end, 2 * t - 1));
  });
  return [...RINGS.map((radius) => ring(both, radius)), ...spokes];
}
