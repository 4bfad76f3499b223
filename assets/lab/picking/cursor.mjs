/**
 * A cursor on the contour map for people without a mouse: arrows move it, Enter picks its place.
 * It is an element over the plot, because a trace would cost a redraw for every step.
 */
import * as ids from "../page/ids.mjs";
import { lossSampler } from "./grid.mjs";
import { brief } from "../page/number.mjs";

const BOX = `${ids.CONTOUR}-box`;
const STEP = 0.02; // of the axis
const LARGE_STEP = 0.1;
const PAUSE = 300; // ms without a key before the place is read aloud
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

const element = (id) => document.getElementById(id);
const isMap = ({ target }) => target.id === BOX;
const middle = ([lo, hi]) => (lo + hi) / 2;
const clamp = (value, range) => Math.max(Math.min(...range), Math.min(Math.max(...range), value));

/**
 * @param {() => ?object} surface the surface trace of the page
 * @param {(place: {x: number, y: number}) => void} onPick
 * @param {(place: ?{x: number, y: number}) => void} onMove null: the cursor has left
 */
export function createCursor(surface, onPick, onMove) {
  let gd = null; // the plot of the map
  let place = null;
  let isShown = false;
  let speaking = 0;

  const axes = () => [gd?._fullLayout?.xaxis, gd?._fullLayout?.yaxis];
  const isReady = () => axes().every((axis) => axis?._length > 0);

  const onKey = {
    Enter: () => isShown && onPick({ ...place }),
    Escape: () => element(BOX).blur(),
    Home: () => moveTo(axes().map(({ range }) => middle(range))),
  };

  function onKeyDown(event) {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    if (!isMap(event) || ctrlKey || altKey || metaKey || !isReady()) return;
    if (!ARROWS[key] && !onKey[key]) return;
    event.preventDefault(); // the page would scroll
    if (ARROWS[key]) step(ARROWS[key], shiftKey ? LARGE_STEP : STEP);
    else onKey[key]();
  }

  function step(direction, share) {
    const from = isShown ? [place.x, place.y] : home();
    moveTo(axes().map(({ range: [lo, hi] }, i) => from[i] + direction[i] * share * (hi - lo)));
  }

  /** The cursor's last place, if the map still shows it. */
  function home() {
    const ranges = axes().map(({ range }) => range);
    const last = place && [place.x, place.y];
    const isThere = last?.every((value, i) => value === clamp(value, ranges[i]));
    return isThere ? last : ranges.map(middle);
  }

  function moveTo(point) {
    const [x, y] = axes().map(({ range }, i) => clamp(point[i], range));
    place = { x, y };
    isShown = true;
    draw();
    describe();
    onMove({ ...place });
  }

  function draw() {
    const mark = element(ids.MAP_CURSOR);
    if (!mark) return;
    mark.hidden = !isShown || !isReady();
    if (mark.hidden) return;
    const [xaxis, yaxis] = axes();
    const [left, top] = [xaxis._offset + xaxis.d2p(place.x), yaxis._offset + yaxis.d2p(place.y)];
    mark.style.transform = `translate(${left}px, ${top}px)`;
  }

  /** Show the place at once; a screen reader reads it after a pause. */
  function describe() {
    const text = sentence();
    element(ids.MAP_PLACE).textContent = text;
    clearTimeout(speaking);
    speaking = setTimeout(() => (element(ids.MAP_SPEECH).textContent = text), PAUSE);
  }

  function sentence() {
    const value = surface() ? lossSampler(surface())(place.x, place.y) : NaN;
    const [first, second] = axes().map(({ title }) => title.text);
    const loss = Number.isFinite(value) ? `J = ${brief(value)}` : "outside the surface";
    return `${first} = ${brief(place.x)}, ${second} = ${brief(place.y)}, ${loss}`;
  }

  function leave() {
    if (isShown) onMove(null);
    isShown = false;
    clearTimeout(speaking);
    for (const id of [ids.MAP_PLACE, ids.MAP_SPEECH]) element(id).textContent = "";
    draw();
  }

  /** The figure or the size of the plot may have changed. */
  function onPlot() {
    if (isShown) moveTo(home());
  }

  return {
    attach() {
      document.addEventListener("keydown", onKeyDown);
      document.addEventListener("focusin", (event) => {
        if (isMap(event) && isReady() && event.target.matches(":focus-visible")) moveTo(home());
      });
      document.addEventListener("focusout", (event) => isMap(event) && leave());
    },
    /** @param {object} plot the map, from now on */
    follow(plot) {
      gd = plot;
      gd.on("plotly_afterplot", onPlot);
    },
  };
}
