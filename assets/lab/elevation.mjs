/**
 * From J to the height at which it is drawn, as components/session/elevation.py defines it: J itself
 * without a floor, else its distance from the lowest value, in powers of ten.
 *
 * @typedef {{lowest: number, highest: number, floor: number, lift: number}} Elevation
 * @param {Elevation} elevation
 * @param {number} loss
 */
export const heightOf = ({ lowest, floor }, loss) => (floor ? Math.log10(Math.max(loss - lowest, 0) + floor) : loss);
