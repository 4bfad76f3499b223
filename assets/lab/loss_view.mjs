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

  const extent = (values) => (values.length ? [Math.min(...values), Math.max(...values)] : [0, 1]);
  /** Room for the ball on both sides; the axes then stand still while it moves. */
  const padded = (low, high) => {
    const room = 0.05 * (high - low || Math.abs(high) || 1);
    return [low - room, high + room];
  };

  return {
    /** @param {string} name "log" or "linear" */
    set scale(name) {
      isLog = name === "log";
    },
    rescales: true,
    prepare(run, gd) {
      const { lowest } = run;
      const { xaxis, yaxis } = gd.layout;
      const values = heights(run).filter((value) => value !== null);
      xaxis.range = padded(0, Math.max(run.loss.length - 1, 1));
      xaxis.autorange = yaxis.autorange = false;
      yaxis.range = padded(...extent(isLog ? values.map(Math.log10) : values));
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
