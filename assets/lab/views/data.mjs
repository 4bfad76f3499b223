/**
 * The model's predictions at step k, with the data. `layout.meta.view` of the figure names one of
 * the kinds below; each turns θ into new attributes of the figure's traces.
 */
import { traceOf } from "../plotly/graph.mjs";
import { lossSampler } from "../picking/grid.mjs";
import { networkAt } from "./network.mjs";
import { paintHeatmap } from "../plotly/heatmap_canvas.mjs";
import { shade, unshade } from "../plotly/probability_shading.mjs";
import { stepOf } from "../run/motion.mjs";

const sigmoid = (t) => 1 / (1 + Math.exp(-t));

/** σ(w₁x₁ + w₂x₂ + b), and the line where it is ½. */
const boundary = {
  frame([w1, w2], gd) {
    const { bias } = gd.layout.meta;
    const map = traceOf(gd, "probability");
    const score = (x, y) => w1 * x + w2 * y + bias;
    const z = map && Array.from(map.y, (y) => Array.from(map.x, (x) => sigmoid(score(x, y))));
    return { probability: z && { z }, boundary: levelLine(w1, w2, bias, gd._fullLayout) };
  },
  decorate([w1, w2], gd) {
    shade(gd, traceOf(gd, "probability"), [w1, w2], gd.layout.meta.bias);
  },
};

/** The line w₁x + w₂y + b = 0 across the plot, computed along the axis it is closer to; none if w = 0. */
function levelLine(w1, w2, b, { xaxis, yaxis }) {
  if (w1 === 0 && w2 === 0) return { x: [null, null], y: [null, null] };
  if (Math.abs(w2) >= Math.abs(w1)) {
    const x = xaxis.range.slice();
    return { x, y: x.map((value) => -(w1 * value + b) / w2) };
  }
  const y = yaxis.range.slice();
  return { x: y.map((value) => -(w2 * value + b) / w1), y };
}

/** The probability of a neural network, over the plane of the data. */
const network = {
  frame(theta, gd) {
    const map = traceOf(gd, "probability");
    const p = networkAt(gd.layout.meta, theta);
    const z = map && Array.from(map.y, (y) => Array.from(map.x, (x) => p(x, y)));
    return { probability: z && { z } };
  },
  decorate(_, gd) {
    const map = traceOf(gd, "probability");
    if (map) paintHeatmap(gd, map, gd.data[map.index].z);
  },
};

/** The line y = wx + b and every sample's residual. */
const line = {
  frame([w, b], gd) {
    const predict = (x) => w * x + b;
    const data = traceOf(gd, "data");
    const places = Array.from(data.x);
    const x = Array.from(traceOf(gd, "line").x);
    return {
      line: { x, y: x.map(predict) },
      residuals: {
        x: places.flatMap((place) => [place, place, null]),
        y: places.flatMap((place, i) => [data.y[i], predict(place), null]),
      },
    };
  },
};

/** The centroids on the number line, and every sample in the colour of the nearer one. */
const centroids = {
  frame([c1, c2], gd) {
    const { colors } = gd.layout.meta;
    const nearer = (x) => colors[Math.abs(x - c1) <= Math.abs(x - c2) ? 0 : 1];
    const middle = (c1 + c2) / 2;
    return {
      data: { marker: { color: Array.from(traceOf(gd, "data").x, nearer) } },
      centroid: { x: [c1, c1, null, c2, c2] },
      midpoint: { x: [middle, middle] },
    };
  },
};

/** J along each parameter through the current point, read from the surface. */
const slices = (surface) => ({
  frame([x, y]) {
    const grid = surface();
    if (!grid) return {};
    const loss = lossSampler(grid);
    const [xs, ys] = [Array.from(grid.x), Array.from(grid.y)];
    return {
      "slice-x": { x: xs, y: xs.map((value) => loss(value, y)) },
      "slice-y": { x: ys, y: ys.map((value) => loss(x, value)) },
      ball: { x: [x, y], y: [loss(x, y), loss(x, y)] },
    };
  },
});

/**
 * @param {() => ?object} surface the surface trace of the page
 * @returns {import("../plotly/graph.mjs").View}
 */
export function createDataView(surface) {
  const kinds = { boundary, network, line, centroids, slices: slices(surface) };
  const kindOf = (gd) => kinds[gd.layout.meta?.view];
  return {
    frame: ({ selected }, k, gd) => kindOf(gd)?.frame(selected.theta[stepOf(selected, k)], gd) ?? {},
    decorate: (scene, k, gd) =>
      scene ? kindOf(gd)?.decorate?.(scene.selected.theta[stepOf(scene.selected, k)], gd) : unshade(gd),
  };
}
