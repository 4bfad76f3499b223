/**
 * Move a 2-D trace without a redraw: write lines, markers, marker colours and labels into the SVG
 * elements plotly made for it. The elements keep the figure's style; only the geometry is ours.
 */

/** SVG coordinates far beyond this are drawn wrongly by browsers (px). */
const FAR = 1e5;

/**
 * @param {object} gd
 * @param {number} index of the trace
 * @param {{x?: number[], y?: number[], marker?: {color: string[]}}} patch
 * @returns {boolean} false if plotly has not drawn the elements, and must redraw first
 */
export function updateSvg(gd, index, patch) {
  const group = gd.calcdata?.[index]?.[0]?.node3?.node();
  const trace = gd._fullData[index];
  if (!group?.isConnected) return false;
  if (trace.type !== "scatter") return true; // a heatmap is the view's to decorate
  const place = placer(gd, trace, patch);
  const moved = patch.x || patch.y ? trace.mode.split("+") : [];
  const drawn = [];
  if (moved.includes("lines")) drawn.push(moveLine(group, place));
  if (moved.includes("markers")) drawn.push(moveMarkers(group, place));
  if (moved.includes("text")) moveLabels(group, place);
  if (patch.marker?.color) drawn.push(colourMarkers(group, patch.marker.color));
  return drawn.every(Boolean);
}

/**
 * Pixel positions of a patch. Coordinates it does not give are the trace's own.
 * `drawn` is where plotly put a point when it last drew.
 */
function placer(gd, trace, patch) {
  const axis = (id) => gd._fullLayout[id.replace(/([xy])(\d*)/, "$1axis$2")];
  const [xaxis, yaxis] = [axis(trace.xaxis), axis(trace.yaxis)];
  const x = patch.x ?? trace.x;
  const y = patch.y ?? trace.y;
  return {
    n: Math.min(x.length, y.length),
    at: (i) => [xaxis.d2p(x[i]), yaxis.d2p(y[i])],
    drawn: (point) => [xaxis.c2p(point.x), yaxis.c2p(point.y)],
  };
}

const isPlaced = ([px, py]) => Number.isFinite(px) && Number.isFinite(py);

/** Gaps are null. Plotly makes one element per unbroken piece; here the first one draws them all. */
function moveLine(group, place) {
  const [first, ...others] = group.querySelectorAll("path.js-line");
  if (!first) return false;
  let d = "";
  let pen = "M";
  for (let i = 0; i < place.n; i++) {
    const point = place.at(i);
    if (isPlaced(point)) {
      const [px, py] = pullIn(point);
      d += `${pen}${px.toFixed(1)},${py.toFixed(1)}`;
      pen = "L";
    } else pen = "M";
  }
  first.setAttribute("d", d || "M0,0");
  for (const other of others) other.setAttribute("d", "M0,0");
  return true;
}

/** A diverging run leaves the plot by many orders of magnitude: keep the direction only. */
function pullIn([px, py]) {
  const shrink = Math.min(1, FAR / Math.max(Math.abs(px), Math.abs(py), 1));
  return [px * shrink, py * shrink];
}

/** Plotly drops points that it cannot place, so d3's datum, not the order, identifies a point. */
function moveMarkers(group, place) {
  const markers = group.querySelectorAll("path.point");
  for (const marker of markers) {
    const point = place.at(marker.__data__.i);
    marker.style.display = isPlaced(point) ? "" : "none";
    if (isPlaced(point)) marker.setAttribute("transform", `translate(${pullIn(point)})`);
  }
  return markers.length >= place.n;
}

/** Plotly controls the text's own position, so shift its group instead. */
function moveLabels(group, place) {
  for (const label of group.querySelectorAll("g.textpoint")) {
    const point = place.at(label.__data__.i);
    label.style.display = isPlaced(point) ? "" : "none";
    if (!isPlaced(point)) continue;
    const [x0, y0] = place.drawn(label.__data__);
    const [dx, dy] = alignment(label);
    label.setAttribute("transform", `translate(${point[0] - x0 + dx},${point[1] - y0 + dy})`);
    moved.set(label, { transform: label.getAttribute("transform"), shift: [dx, dy] });
  }
}

const moved = new WeakMap(); // label -> the transform last written, and plotly's own shift in it

/** How far plotly itself has shifted the group, to align the text with its point. */
function alignment(label) {
  const last = moved.get(label);
  if (last?.transform === label.getAttribute("transform")) return last.shift;
  const { e = 0, f = 0 } = label.transform.baseVal[0]?.matrix ?? {};
  return [e, f];
}

const shown = new WeakMap(); // marker -> colour: most markers keep theirs from one step to the next

function colourMarkers(group, colours) {
  const markers = group.querySelectorAll("path.point");
  for (const marker of markers) {
    const colour = colours[marker.__data__.i];
    if (shown.get(marker) === colour) continue;
    marker.style.fill = colour;
    shown.set(marker, colour);
  }
  return markers.length > 0;
}
