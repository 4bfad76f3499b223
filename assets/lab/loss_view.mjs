/**
 * Step k on the loss curve: the whole run faintly, so that the axes stand still, and the part so far.
 * On the logarithmic scale it is J − J*, J* being the lowest minimum: straight lines are convergence
 * by a constant factor per step.
 */

/** Below this share of the largest value J − J* is the rounding of J. */
const RESOLUTION = 1e-15;

export function createLossView() {
  let isLog = false;

  /** @param {import("./lab.mjs").Run} run */
  const heights = ({ loss, lowest }) => {
    if (!isLog) return loss;
    const base = lowest ?? 0;
    const smallest = RESOLUTION * Math.max(...loss.map(Math.abs));
    return loss.map((value) => (value - base > smallest ? value - base : null));
  };
  const part = (values, from, to) => ({
    x: Array.from({ length: to - from }, (_, i) => from + i),
    y: values.slice(from, to),
  });

  return {
    /** @param {string} name "log" or "linear" */
    set scale(name) {
      isLog = name === "log";
    },
    rescales: true,
    prepare({ lowest }, gd) {
      const { yaxis } = gd.layout;
      yaxis.type = isLog ? "log" : "linear";
      yaxis.title = { ...yaxis.title, text: isLog && lowest !== null ? "J − J*" : "J" };
    },
    /** @type {import("./graph.mjs").View["frame"]} */
    frame(run, k) {
      const values = heights(run);
      return {
        curve: part(values, 0, values.length),
        path: part(values, 0, k + 1),
        ball: part(values, k, k + 1),
      };
    },
  };
}
