/**
 * The line of sight through a pixel of a plotly 3-D scene, in data coordinates.
 *
 * The scene maps a point to clip coordinates c = projection · view · model · diag(scale) · (p, 1);
 * the pixel (right, up), each in [-1, 1], shows all p with c₀ = right · c₃ and c₁ = up · c₃: two
 * planes whose intersection is the line. Vectors of four are planes (a, b, c, d): ax + by + cz + d.
 */

const STEPS = 512;
const BISECTIONS = 40;

const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const at = (plane, p) => dot(plane, p) + plane[3];
const combine = (a, s, b) => a.map((value, i) => value + s * b[i]);

/** 4×4 matrices are column-major, as in WebGL. */
function product(a, b) {
  const entry = (row, column) => [0, 1, 2, 3].reduce((sum, k) => sum + a[4 * k + row] * b[4 * column + k], 0);
  return Array.from({ length: 16 }, (_, i) => entry(i % 4, Math.floor(i / 4)));
}

/** The rows of the map to clip coordinates, each a plane in data coordinates. */
function clipPlanes({ projection, view, model }, scale) {
  const m = product(projection, product(view, model));
  return [0, 1, 2, 3].map((row) => [m[row] * scale[0], m[4 + row] * scale[1], m[8 + row] * scale[2], m[12 + row]]);
}

/** The six sides of a box [[lo, hi], ...], positive inside. */
function sides(box) {
  return box.flatMap((range, i) => {
    const unit = [0, 1, 2].map((j) => Number(i === j));
    const [lo, hi] = [Math.min(...range), Math.max(...range)];
    return [[...unit, -lo], [...unit.map((value) => -value), hi]];
  });
}

/**
 * @param {{projection: number[], view: number[], model: number[]}} camera
 * @param {number[]} scale data to model units
 * @param {number[][]} box the axis ranges; plotly draws nothing outside
 * @param {number} right @param {number} up the pixel
 * @returns {?{from: number[], to: number[]}} the visible part, nearest end first
 */
export function sightLine(camera, scale, box, right, up) {
  const [c0, c1, depth, w] = clipPlanes(camera, scale);
  const a = combine(c0, -right, w);
  const b = combine(c1, -up, w);
  const direction = cross(a, b);
  const [u, v] = [cross(b, direction), cross(direction, a)];
  const origin = [0, 1, 2].map((i) => (-a[3] * u[i] - b[3] * v[i]) / dot(direction, direction));
  let [near, far] = [-Infinity, Infinity];
  const inFront = combine(depth, 1, w); // depth ≥ −w: not behind the camera
  for (const plane of [...sides(box), inFront]) {
    const slope = dot(plane, direction);
    const t = -at(plane, origin) / slope;
    if (slope > 0) near = Math.max(near, t);
    else if (slope < 0) far = Math.min(far, t);
    else if (at(plane, origin) < 0) return null;
  }
  if (!(near < far)) return null;
  const ends = [near, far].map((t) => combine(origin, t, direction));
  const [first, second] = ends.map((p) => at(depth, p) / at(w, p));
  return first <= second ? { from: ends[0], to: ends[1] } : { from: ends[1], to: ends[0] };
}

/**
 * Where the line first meets the surface: march to a change of sign, then bisect.
 * @param {{from: number[], to: number[]}} line
 * @param {(x: number, y: number) => number} height
 * @returns {?{x: number, y: number}}
 */
export function firstHit({ from, to }, height) {
  const point = (t) => from.map((value, i) => value + t * (to[i] - value));
  const above = (t) => {
    const [x, y, z] = point(t);
    return z - height(x, y);
  };
  for (let i = 1, last = above(0); i <= STEPS; i++) {
    const value = above(i / STEPS);
    if (last * value <= 0) return bisect((i - 1) / STEPS, i / STEPS, last);
    last = value;
  }
  return null;

  function bisect(before, behind, valueAtLo) {
    let [lo, hi] = [before, behind];
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (lo + hi) / 2;
      if (valueAtLo * above(middle) > 0) lo = middle;
      else hi = middle;
    }
    const [x, y] = point(hi);
    return { x, y };
  }
}
