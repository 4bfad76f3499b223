/** A run has the colour of its optimizer. */

const ROLES = ["path", "ball", "start", "curve"];

/**
 * Give the traces of the run their colour.
 * @param {object} gd
 * @param {?string} colour
 * @returns {boolean} whether anything changed
 */
export function recolour(gd, colour) {
  if (!colour) return false;
  let isChanged = false;
  gd._fullData.forEach((full, index) => {
    const trace = gd.data[index];
    const group = trace.mode === "lines" ? "line" : "marker";
    if (!ROLES.includes(trace.meta?.role) || Array.isArray(trace[group].color)) return;
    if (trace[group].color === colour) return;
    for (const t of [trace, full]) t[group] = { ...t[group], color: colour };
    isChanged = true;
  });
  return isChanged;
}
