/** Shows single steps of a complete figure, for exports that photograph or play them. */
import { updateGl } from "./gl_update.mjs";

/**
 * @param {object} gd a plot of plotly's
 * @param {Object<number, object>} changes new attributes by the index of their trace
 */
export async function applyFrame(gd, changes) {
  let isDrawn = true;
  for (const [key, patch] of Object.entries(changes)) {
    const index = Number(key);
    const trace = gd.data[index];
    for (const [name, value] of Object.entries(patch)) trace[name] = merged(trace[name], value);
    const full = gd._fullData[index];
    if (!full.scene || !updateGl(gd, index, patch)) isDrawn = false;
  }
  if (!isDrawn) await window.Plotly.redraw(gd);
}

/** Groups such as `marker` are merged, everything else is replaced. */
const merged = (old, value) => (value?.constructor === Object ? { ...old, ...value } : value);
