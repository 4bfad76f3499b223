/** Heights on a uniform grid: z[j][i] belongs to (x[i], y[j]), as in plotly's surfaces. */

/**
 * Bilinear interpolation.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, z: ArrayLike<ArrayLike<number>>}} grid
 * @returns {(x: number, y: number) => number} NaN outside the grid
 */
export function sampler({ x, y, z }) {
  const column = locator(x);
  const row = locator(y);
  return (px, py) => {
    const [i, s] = column(px);
    const [j, t] = row(py);
    if (i < 0 || j < 0) return NaN;
    const below = z[j][i] * (1 - s) + z[j][i + 1] * s;
    const above = z[j + 1][i] * (1 - s) + z[j + 1][i + 1] * s;
    return below * (1 - t) + above * t;
  };
}

/**
 * J on a drawn surface. If its heights are not J itself, J is in `customdata`, column by column, as
 * plotly expects it there.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, z: ArrayLike<ArrayLike<number>>,
 *   customdata?: ArrayLike<ArrayLike<number>>}} trace
 */
export function lossSampler(trace) {
  const { x, y, customdata } = trace;
  if (!customdata) return sampler(trace);
  const turned = sampler({ x: y, y: x, z: customdata });
  return (px, py) => turned(py, px);
}

/** @returns {(value: number) => [number, number]} the cell and the place in it; cell -1 outside */
function locator(axis) {
  const last = axis.length - 1;
  const origin = axis[0];
  const perUnit = last / (axis[last] - origin);
  return (value) => {
    const place = (value - origin) * perUnit;
    if (!(place >= 0 && place <= last)) return [-1, 0];
    const cell = Math.min(Math.floor(place), last - 1);
    return [cell, place - cell];
  };
}
