/**
 * Move 3-D traces without a redraw.
 *
 * Every public call (restyle, extendTraces, animate) uploads the whole surface again: about 90 ms
 * a step, and no rotation meanwhile. Updating the trace's own GL object takes under 1 ms.
 *
 * `glplot.update()`, which plotly itself calls, draws a second picture, for hover, and waits for the
 * graphics card to hand it over. While things move nobody needs that, so a step is drawn by
 * `glplot.redraw()`, which does without as long as no object says that it has changed.
 *
 * All of this is private to plotly.js (known to work in 4.1), hence the answers: false means "not
 * done, let plotly redraw".
 */

const glplotOf = (gd) => gd._fullLayout.scene?._scene?.glplot;

/**
 * Give a trace new coordinates, to be seen at the next `drawGl`.
 * @param {object} gd
 * @param {number} index of the trace
 * @param {{x: number[], y: number[], z: number[]}} patch
 * @returns {boolean}
 */
export function updateGl(gd, index, patch) {
  const trace = gd._fullData[index];
  // Plotly.react compares these with gd.data: the same lists mean nothing to do.
  Object.assign(trace, patch);
  const drawn = gd._fullLayout[trace.scene]?._scene?.traces?.[trace.uid];
  if (!drawn?.update || !glplotOf(gd)?.redraw) return false;
  drawn.update(trace);
  for (const part of Object.values(drawn)) if (part?.dirty) part.dirty = false;
  return true;
}

/** Show what has been updated, at once. */
export const drawGl = (gd) => glplotOf(gd)?.redraw?.();

/**
 * When nothing moves: let the pointer find what is seen, and link the shaders of traces that no run
 * has used yet. Each waits for the graphics card once, which the first frame of a run should not.
 */
export function rest(gd) {
  const glplot = glplotOf(gd);
  for (const { shader } of glplot?.objects ?? []) shader?.bind?.();
  glplot?.update?.();
}
