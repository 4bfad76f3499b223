import assert from "node:assert/strict";
import { test } from "node:test";

import { createCurvature, heightOf } from "../../../assets/lab/views/curvature.mjs";

const LINEAR = { lowest: 0, highest: 100, floor: 0, lift: 0.5 };
const BOWL = {
  scenario: "{}",
  theta: [2, 3],
  loss: 5,
  grad: [3, 0],
  values: [1, 4],
  vectors: [[1, 0], [0, 1]],
  window: [[0, 10], [0, 10]],
  elevation: LINEAR,
};
const VIEW = { frame: () => ({ ball: { x: [1] } }) };

/** What is drawn over a view of `name`, as polylines of points. */
function drawn(numbers, name = "map") {
  const curvature = createCurvature();
  curvature.set(numbers);
  const { gradient, quadratic } = curvature.over(VIEW, name).frame();
  return { gradient: lines(gradient), quadratic: lines(quadratic) };
}

function lines({ x, y, z }) {
  const all = [[]];
  x.forEach((value, i) => {
    const height = z[i] === null ? [] : [z[i]]; // the map has none
    if (value === null) all.push([]);
    else all.at(-1).push([value, y[i], ...height]);
  });
  return all.filter((line) => line.length);
}

function near(point, expected) {
  assert.equal(point.length, expected.length);
  point.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${point} is not ${expected}`));
}

test("a bowl's ellipse has semi-axes of 1/√λ, the longest 14 % of the window", () => {
  const [ring, first, second] = drawn(BOWL).quadratic;
  assert.equal(ring.length, 49);
  near(ring[0], [3.4, 3]);
  near(ring[12], [2, 3.7]);
  near(ring[24], [0.6, 3]);
  for (const line of [first[0], first[1]].map(([x]) => x)) assert.ok(Math.abs(Math.abs(line - 2) - 1.4) < 1e-9);
  near(second[1], [2, 3.7]);
});

test("the quadratic part is constant on the ellipse, however it is rotated", () => {
  const c = Math.SQRT1_2;
  const numbers = { ...BOWL, values: [0.5, 8], vectors: [[c, c], [-c, c]], window: [[0, 10], [0, 4]] };
  const [ring] = drawn(numbers).quadratic;
  // ∇²J = Σ λᵢ vᵢvᵢᵀ = [[4.25, −3.75], [−3.75, 4.25]]
  const parts = ring.map(([x, y]) => [x - 2, y - 3]).map(([a, b]) => 4.25 * (a * a + b * b) - 7.5 * a * b);
  for (const part of parts) assert.ok(Math.abs(part - parts[0]) < 1e-9 * parts[0]);
  assert.ok(parts[0] > 0);
  const drape = drawn({ ...numbers, grad: [3, -1] }, "surface").quadratic.flat();
  for (const [x, y, z] of drape) {
    const [a, b] = [x - 2, y - 3];
    near([z], [5 + 3 * a - b + (4.25 * (a * a + b * b) - 7.5 * a * b) / 2 + 1]);
  }
});

test("at a saddle there are two directions, dashed where J curves downwards", () => {
  const strokes = drawn({ ...BOWL, values: [-1, 2] }).quadratic;
  assert.equal(strokes.length, 6);
  near(strokes[0][0], [0.6, 3]);
  near(strokes[4][1], [3.4, 3]);
  near(strokes[5][0], [2, 1.6]);
});

test("the arrow points down the gradient, 13 % of the window long whatever its size", () => {
  for (const size of [3, 300]) {
    const [shaft, [one, tip, other]] = drawn({ ...BOWL, grad: [size, 0] }).gradient;
    near(shaft[0], [2, 3]);
    near(shaft.at(-1), [0.7, 3]);
    near(tip, [0.7, 3]);
    const [below, above] = [one, other].sort((a, b) => a[1] - b[1]);
    near(above, [0.7 + 0.28 * 1.3, 3 + 0.28 * 0.6 * 1.3]);
    near(below, [0.7 + 0.28 * 1.3, 3 - 0.28 * 0.6 * 1.3]);
  }
});

test("each direction is scaled by its own side of the window", () => {
  const window = [[0, 10], [1, 5]];
  near(drawn({ ...BOWL, grad: [0, 3], window }).gradient[0].at(-1), [2, 3 - 0.13 * 4]);
  near(drawn({ ...BOWL, values: [4, 4], window }).quadratic[0][12], [2, 3 + 0.14 * 4]);
});

test("a slope that climbs less than 1e-7 of the height across the window counts as zero", () => {
  assert.equal(drawn({ ...BOWL, grad: [1.1e-6, 0] }).gradient.length, 2); // 10⁻⁷ · 100 / 10
  assert.deepEqual(drawn({ ...BOWL, grad: [0.9e-6, 0] }).gradient, []);
});

test("a curvature of a millionth of the other counts as zero, because the ellipse would be endless", () => {
  assert.equal(drawn({ ...BOWL, values: [4.4e-6, 4] }).quadratic.length, 3);
  assert.equal(drawn({ ...BOWL, values: [3.6e-6, 4] }).quadratic.length, 2);
});

test("an unknown curvature gives no quadratic", () => {
  assert.deepEqual(drawn({ ...BOWL, values: [null, 2] }).quadratic, []);
});

test("on the surface the quadratic lies at its own height, a little above", () => {
  const { gradient, quadratic } = drawn(BOWL, "surface");
  near(gradient[0][0], [2, 3, 5 + 1]);
  // q(d) = 5 + 3 d₁ + ½ (d₁² + 4 d₂²) at d = (1.4, 0)
  near(quadratic[2][0], [3.4, 3, 5 + 4.2 + 0.98 + 1]);
  near(quadratic[2][12], [2, 3.7, 5 + 0.98 + 1]);
  near(quadratic[0][24], [2 - 1.4 / 3, 3, 5 - 1.4 + 0.98 / 9 + 1]);
  assert.equal(quadratic.length, 3 + 6); // rings and spokes
  const spoke = quadratic[3];
  assert.equal(spoke.length, 25);
  near(spoke[0], [0.6, 3, 5 - 4.2 + 0.98 + 1]);
  near(spoke.at(-1), quadratic[2][0]);
  near(quadratic[4].at(-1).slice(0, 2), [2 + 1.4 * Math.sqrt(0.75), 3 + 0.7 * 0.5]); // 30° on
});

test("nothing is drawn outside of the surface's box", () => {
  const { quadratic } = drawn({ ...BOWL, theta: [9.9, 3], elevation: { ...LINEAR, highest: 6 } }, "surface");
  for (const [x, , z] of quadratic.flat()) assert.ok(x <= 10 && z <= 6 + 1 && z >= 0 + 1);
});

test("without numbers only the view is drawn", () => {
  const curvature = createCurvature();
  assert.equal(curvature.set(null), false);
  assert.equal(curvature.set(BOWL), true);
  assert.equal(curvature.set(null), true);
  const frame = curvature.over(VIEW, "map").frame();
  assert.deepEqual(frame.ball, { x: [1] });
  assert.deepEqual(frame.quadratic.x, [null]);
});

test("heights are J, or powers of ten above the lowest value", () => {
  assert.equal(heightOf(LINEAR, 7), 7);
  const log = { lowest: 1, highest: 11, floor: 0.01, lift: 0 };
  near([1, 1.09, 10.99, 0].map((loss) => heightOf(log, loss)), [-2, -1, 1, -2]);
});
