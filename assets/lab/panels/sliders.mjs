/** A slider tied to a text field. The field holds the value; the slider shows where it lies. */

/** @typedef {{toSlider: (value: number) => number, toText: (place: number) => string}} Scale */

/** @type {Scale} places are powers of ten */
export const logarithmic = {
  toSlider: Math.log10,
  toText: (place) => String(Number((10 ** place).toPrecision(2))),
};

/** @type {Scale} */
export const plain = { toSlider: (value) => value, toText: String };

/**
 * @param {Scale} scale
 * @param {?string} text of the field
 * @param {?number|string} place of the slider
 * @param {boolean} isSliderMoved which of the two a person moved
 * @returns {[?string, ?number]} new text and place; undefined leaves one as it is
 */
export function tie(scale, text, place, isSliderMoved) {
  if (isSliderMoved) return [scale.toText(Number(place)), undefined];
  const value = Number(String(text).trim().replace(",", ".") || NaN);
  return [undefined, value > 0 && Number.isFinite(value) ? scale.toSlider(value) : undefined];
}
