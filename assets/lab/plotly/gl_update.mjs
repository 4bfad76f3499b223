/**
 * Move 3-D traces without a redraw.
 *
 * Every public call (restyle, extendTraces, animate) uploads the whole surface again: about 90 ms
 * a step, and no rotation meanwhile. Updating the trace's own GL object takes under 1 ms.
 *
 * Plotly draws all changes at the next frame, together with a second picture for hover that must be
 * read back from the graphics card. That one is not needed while things move, so `drawGl` skips it.
 *
 * All of this is private to plotly.js (known to work in 4.1). Therefore the functions return false
 * for "not moved, let plotly redraw".
 */

const sceneOf = (gd) => gd._fullLayout.scene?._scene;
const drawnOf = (gd, index) => sceneOf(gd)?.traces?.[gd._fullData[index].uid];

/**
 * Give a trace new coordinates.
 * @param {object} gd
 * @param {number} index of the trace
 * @param {{x: number[], y: number[], z: number[]}} patch
 * @returns {boolean}
 */
export function updateGl(gd, index, patch) {
  const trace = gd._fullData[index];
  // Plotly.react compares these with gd.data; if the lists are the same, it does nothing.
  Object.assign(trace, patch);
  const drawn = drawnOf(gd, index);
  if (!drawn?.update || !sceneOf(gd).glplot?.redraw) return false;
  drawn.update(trace);
  return true;
}

/** Draw the updated traces at once, without the picture for hover. @param {number[]} indices */
export function drawGl(gd, indices) {
  const parts = indices.flatMap((index) => Object.values(drawnOf(gd, index)));
  for (const part of parts) if (part?.dirty) part.dirty = false;
  sceneOf(gd).glplot.redraw();
}

/**
 * While nothing moves, update the picture for hover and link the shaders of traces that no run has
 * used yet. Each of these waits for the graphics card, which the first frame of a run should not.
 */
export function restGl(gd) {
  const glplot = sceneOf(gd)?.glplot;
  for (const { shader } of glplot?.objects ?? []) shader?.bind?.();
  glplot?.update?.();
}
