/**
 * Shows the probability σ(w·x + b) as one SVG gradient in place of the heatmap's picture.
 *
 * Redrawing the heatmap takes 33 ms, but its colour depends on w·x + b alone: a linear gradient with
 * fixed stops, whose two ends move. The picture stays hidden underneath for plotly to redraw.
 */

const SVG = "http://www.w3.org/2000/svg";
const ID = "losscore-probability";
const REACH = 8; // σ(±8) is within 0.0004 of its limit
const STOPS = 33;

/**
 * @param {object} gd
 * @param {?object} trace the heatmap
 * @param {number[]} w
 * @param {number} bias
 */
export function shade(gd, trace, w, bias) {
  const group = trace && gd.calcdata?.[trace.index]?.[0]?.node3?.node();
  const picture = group?.querySelector("image");
  if (!picture) return;
  const rect = group.querySelector("rect") ?? createRect(group, trace);
  for (const name of ["x", "y", "width", "height"]) rect.setAttribute(name, picture.getAttribute(name));
  picture.style.display = "none";
  const ends = gradientEnds(gd._fullLayout, w, bias);
  for (const [name, value] of Object.entries(ends)) group.querySelector("linearGradient").setAttribute(name, value);
}

/** Show the picture again. */
export function unshade(gd) {
  for (const part of gd.querySelectorAll(`#${ID}, .${ID}`)) part.remove();
  for (const picture of gd.querySelectorAll(".hm image")) picture.style.display = "";
}

/**
 * Where w·x + b is −REACH and +REACH, in pixels. On the screen the score is linear too, with the
 * slope (a, b) per pixel; both ends lie on the line through the origin along that slope.
 *
 * @param {object} axes of the plot
 * @param {number[]} w
 * @param {number} bias
 */
export function gradientEnds({ xaxis, yaxis }, [w1, w2], bias) {
  const score = (px, py) => w1 * xaxis.p2d(px) + w2 * yaxis.p2d(py) + bias;
  const origin = score(0, 0);
  const a = score(1, 0) - origin;
  const b = score(0, 1) - origin;
  const steepness = Math.max(a * a + b * b, 1e-12); // w = 0: one colour, ends far away
  const [s, t] = [-REACH, REACH].map((level) => (level - origin) / steepness);
  const slope = a || b ? [a, b] : [1e-6, 0];
  return { x1: s * slope[0], y1: s * slope[1], x2: t * slope[0], y2: t * slope[1] };
}

function createRect(group, trace) {
  const gradient = create("linearGradient", { id: ID, gradientUnits: "userSpaceOnUse" });
  const colour = colourOf(trace);
  for (let i = 0; i < STOPS; i++) {
    const offset = i / (STOPS - 1);
    const p = 1 / (1 + Math.exp(REACH - 2 * REACH * offset));
    gradient.append(create("stop", { offset, "stop-color": colour(p) }));
  }
  const rect = create("rect", { class: ID, fill: `url(#${ID})`, opacity: trace.opacity });
  group.append(gradient, rect);
  return rect;
}

function create(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The colour scale of a trace as a function; the browser mixes the colours, however they are written. */
function colourOf({ colorscale, zmin, zmax }) {
  return (p) => {
    const place = Math.max(0, Math.min(1, (p - zmin) / (zmax - zmin)));
    const i = Math.max(1, colorscale.findIndex(([stop]) => stop >= place));
    const [[from, low], [to, high]] = [colorscale[i - 1], colorscale[i]];
    return `color-mix(in srgb, ${low}, ${high} ${(100 * (place - from)) / (to - from)}%)`;
  };
}
