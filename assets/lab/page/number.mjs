/** Writes numbers that change sixty times a second at a constant width, so that nothing jumps. */

const FIGURE_SPACE = "\u2007"; // as wide as a digit
const MINUS = "\u2212";
const DIGITS = 5; // significant ones
const MOST_PLACES = 6;

/** @param {number|string} value @param {number} width in characters */
export const padded = (value, width) => String(value).padStart(width, FIGURE_SPACE);

/** A number for a sentence, without padding. @param {number} value */
export const brief = (value) => String(Number(value.toPrecision(3))).replaceAll("-", MINUS);

/**
 * Decimals suited to the largest value: for coordinates, where values near zero need no more digits.
 * @param {number[]} values
 */
export function coordinates(values) {
  const [, largest] = extent(values);
  return writer(values, largest, largest);
}

/**
 * Decimals suited to the smallest value: for sizes, whose decline over decades must be visible.
 * @param {number[]} values
 */
export function magnitudes(values) {
  const [smallest, largest] = extent(values);
  return writer(values, smallest, largest);
}

/** The smallest and the largest size, without zeros. */
function extent(values) {
  const sizes = values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  return [Math.min(...sizes, Infinity), Math.max(...sizes, 0)].map((size) => (sizes.length ? size : 1));
}

/**
 * One notation for all values: enough decimals for `finest`, or powers of ten if that takes too
 * many. All values have the width of the widest.
 * @returns {(value: ?number) => string}
 */
function writer(values, finest, largest) {
  const places = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(finest)));
  const isPlain = places <= MOST_PLACES && largest < 10 ** DIGITS;
  const write = (value) => (isPlain ? value.toFixed(places) : value.toExponential(DIGITS - 2)).replaceAll("-", MINUS);
  const text = (value) => (Number.isFinite(value) ? write(value) : "∞"); // JSON has null for infinity
  const width = values.reduce((widest, value) => Math.max(widest, text(value).length), 1);
  return (value) => padded(text(value), width);
}
