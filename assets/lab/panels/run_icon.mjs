/** The icon of a run: a piece of its line and its mark, like plotly's symbol of the same name. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  circle: "M6,1.5a4.5,4.5 0 1,0 .001,0Z",
  square: "M2,2H10V10H2Z",
  diamond: "M6,.5L11.5,6L6,11.5L.5,6Z",
  cross: "M4.5,1H7.5V4.5H11V7.5H7.5V11H4.5V7.5H1V4.5H4.5Z",
  x: "M2.6,1L6,4.2L9.4,1L11,2.6L7.8,6L11,9.4L9.4,11L6,7.8L2.6,11L1,9.4L4.2,6L1,2.6Z",
};
const OPEN = "-open";

const WIDTH = 36;
const LINE = 1.6;

/**
 * @param {string} symbol one of plotly's, `-open` for hollow
 * @param {string} colour
 * @param {string} dashes of the line, as SVG's stroke-dasharray
 */
export function runIcon(symbol, colour, dashes) {
  const isOpen = symbol.endsWith(OPEN);
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} 12`, width: WIDTH, height: 12, "aria-hidden": true });
  const d = PATHS[isOpen ? symbol.slice(0, -OPEN.length) : symbol];
  const look = { fill: isOpen ? "none" : colour, stroke: colour, "stroke-width": isOpen ? 2 : 0 };
  // The line ends at the mark, as it does on the pictures.
  const line = { d: `M0,6H${WIDTH - 13}`, stroke: colour, "stroke-width": LINE, "stroke-dasharray": dashes };
  svg.append(element("path", line), element("path", { d, transform: `translate(${WIDTH - 12})`, ...look }));
  return svg;
}

function element(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
