/** The marks of runs as small SVG pictures, like plotly's symbols of the same names. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  circle: "M6,1.5a4.5,4.5 0 1,0 .001,0Z",
  square: "M2,2H10V10H2Z",
  diamond: "M6,.5L11.5,6L6,11.5L.5,6Z",
  cross: "M4.5,1H7.5V4.5H11V7.5H7.5V11H4.5V7.5H1V4.5H4.5Z",
  x: "M2.6,1L6,4.2L9.4,1L11,2.6L7.8,6L11,9.4L9.4,11L6,7.8L2.6,11L1,9.4L4.2,6L1,2.6Z",
};
const OPEN = "-open";

/** @param {string} symbol one of plotly's, `-open` for hollow @param {string} colour */
export function picture(symbol, colour) {
  const isOpen = symbol.endsWith(OPEN);
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": true };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  path.setAttribute("d", PATHS[isOpen ? symbol.slice(0, -OPEN.length) : symbol]);
  path.setAttribute("fill", isOpen ? "none" : colour);
  path.setAttribute("stroke", colour);
  path.setAttribute("stroke-width", isOpen ? 2 : 0);
  svg.append(path);
  return svg;
}
