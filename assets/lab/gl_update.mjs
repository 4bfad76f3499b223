/**
 * Move a 3-D trace without a redraw.
 *
 * Every public call (restyle, extendTraces, animate) uploads the whole surface again: about 90 ms
 * a step, and no rotation meanwhile. Updating the trace's own GL object takes under 1 ms. It is
 * private to plotly.js (known to work in 4.1), hence the answer: false means "not moved, let
 * plotly redraw".
 *
 * @param {object} gd
 * @param {number} index of the trace
 * @param {{x: number[], y: number[], z: number[]}} patch
 * @returns {boolean}
 */
export function updateGl(gd, index, patch) {
  const trace = gd._fullData[index];
  // Plotly.react compares these with gd.data: the same lists mean nothing to do.
  Object.assign(trace, patch);
  const scene = gd._fullLayout[trace.scene]?._scene;
  const drawn = scene?.traces?.[trace.uid];
  if (!drawn?.update || !scene.glplot?.update) return false;
  drawn.update(trace);
  scene.glplot.update();
  return true;
}
