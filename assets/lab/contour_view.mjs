/** Step k on the contour map. The map may be zoomed out, so the way is θ itself, not cut off at the window. */

const part = (theta, from, to) => {
  const points = theta.slice(from, to);
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
};

/** @type {import("./graph.mjs").View} */
export const contourView = {
  frame: ({ theta }, k) => ({
    start: part(theta, 0, 1),
    path: part(theta, 0, k + 1),
    ball: part(theta, k, k + 1),
  }),
};
