/**
 * Finds the place where a person clicked, on the surface and on the contour map.
 *
 * Plotly's own click event does not serve: in 3-D it fires on mouse *down* (plotly.js #6185), so
 * every rotation would start a run, and in 2-D it snaps to a grid node. A tap here is pointer-up
 * without a drag, and the place is computed from the pointer.
 */
import { traceOf } from "../plotly/graph.mjs";
import { sampler } from "./grid.mjs";
import { firstHit, sightLine } from "./ray.mjs";

const MAX_TRAVEL = { mouse: 5, pen: 8, touch: 10 }; // px: a finger is less steady
const MAX_TIME = 800; // ms

/**
 * @template T
 * @param {string} id of the element to watch; it may be replaced at any time
 * @param {(event: PointerEvent) => ?T} pick
 * @param {(picked: T) => void} callback
 */
export function onTap(id, pick, callback) {
  let down = null;
  const start = (event) => {
    // A second finger makes it a pinch. Buttons of plotly's mode bar are not part of the plot.
    const isTap = event.isPrimary && event.button === 0 && !event.target.closest(".modebar");
    down = isTap && event.target.closest(`#${id}`) ? event : null;
  };
  const end = (event) => {
    const isTap = down && event.pointerId === down.pointerId && isShort(down, event);
    const picked = isTap ? pick(down) : null;
    down = null;
    if (picked) callback(picked);
  };
  // Plotly puts a cover over the page during a drag: only the document sees both ends.
  document.addEventListener("pointerdown", start, true);
  document.addEventListener("pointerup", end, true);
  document.addEventListener("pointercancel", () => (down = null), true);
}

/**
 * @template T
 * @param {string} id of the element to watch
 * @param {(event: PointerEvent) => ?T} pick
 * @param {(picked: ?T) => void} callback null: the mouse has left
 */
export function onHover(id, pick, callback) {
  let isOver = false;
  document.addEventListener("pointermove", (event) => {
    const isHere = event.pointerType === "mouse" && !event.buttons && event.target.closest?.(`#${id}`);
    const picked = isHere ? pick(event) : null;
    if (!picked && !isOver) return;
    isOver = Boolean(picked);
    callback(picked);
  });
}

function isShort(down, up) {
  const travel = Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY);
  return travel <= (MAX_TRAVEL[up.pointerType] ?? 5) && up.timeStamp - down.timeStamp <= MAX_TIME;
}

/**
 * The parameters under the pointer, where its line of sight meets the surface. Plotly's hover gives
 * a grid node, needs a hover first (a finger has none), and finds the path and the ball instead.
 * @returns {?{x: number, y: number}}
 */
export function pickOnSurface(gd, event) {
  const scene = gd?._fullLayout?.scene?._scene;
  const surface = traceOf(gd, "surface");
  if (!scene?.glplot?.cameraParams || !surface || event.target.tagName !== "CANVAS") return null;
  const rect = scene.container.getBoundingClientRect();
  const right = (2 * (event.clientX - rect.left)) / rect.width - 1;
  const up = 1 - (2 * (event.clientY - rect.top)) / rect.height;
  const { xaxis, yaxis, zaxis } = scene.fullSceneLayout;
  const box = [xaxis, yaxis, zaxis].map((axis) => axis.range);
  const line = sightLine(scene.glplot.cameraParams, scene.dataScale, box, right, up);
  return line && firstHit(line, sampler(surface));
}

/** @returns {?{x: number, y: number}} anywhere on the surface */
export function pickAtRandom(gd) {
  const surface = traceOf(gd, "surface");
  if (!surface) return null;
  const between = (axis) => axis[0] + Math.random() * (axis.at(-1) - axis[0]);
  return { x: between(surface.x), y: between(surface.y) };
}

/** @returns {?{x: number, y: number}} the parameters at the exact place on the map */
export function pickOnMap(gd, event) {
  const { xaxis, yaxis } = gd?._fullLayout ?? {};
  if (!xaxis || !yaxis) return null;
  const rect = gd.getBoundingClientRect();
  const px = event.clientX - rect.left - xaxis._offset;
  const py = event.clientY - rect.top - yaxis._offset;
  const isInside = px >= 0 && px <= xaxis._length && py >= 0 && py <= yaxis._length;
  return isInside ? { x: xaxis.p2d(px), y: yaxis.p2d(py) } : null;
}
