/** The other side of a duel: the same runs on a second surface, seen from the same place. */
import { surfaceView } from "./surface_view.mjs";

/** @type {import("./graph.mjs").View} */
export const rivalView = {
  attach: surfaceView.attach,
  frame: ({ runs }, k) => surfaceView.frame({ runs: rivals(runs) }, k),
};

/** @param {import("./lab.mjs").Run[]} runs */
export const rivals = (runs) => runs.map(({ rival }) => rival).filter(Boolean);

const MOVES = ["pointerdown", "wheel", "touchstart"];
const STILL_AFTER = 600; // ms without a move, inertia included

/**
 * Keep two scenes' cameras together while a hand moves one of them. Setting a camera is cheap: the
 * surface is not uploaded again.
 * @param {() => ?object} one a graph of plotly's, which may be replaced at any time
 * @param {() => ?object} other
 */
export function lockCameras(one, other) {
  let until = 0;
  let leader = null;
  const sceneOf = (gd) => gd?._fullLayout?.scene?._scene;
  const follow = () => {
    const [from, to] = leader === other() ? [other(), one()] : [one(), other()];
    if (sceneOf(from)?.glplot && sceneOf(to)?.glplot) copyCamera(from, to, sceneOf);
    if (performance.now() < until) requestAnimationFrame(follow);
    else leader = null;
  };
  const start = ({ target }) => {
    const gd = [one(), other()].find((plot) => plot?.contains(target));
    if (!gd) return;
    const isIdle = leader === null;
    leader = gd;
    until = performance.now() + STILL_AFTER;
    if (isIdle) requestAnimationFrame(follow);
  };
  const goOn = () => {
    if (leader) until = performance.now() + STILL_AFTER;
  };
  for (const type of MOVES) document.addEventListener(type, start, { capture: true, passive: true });
  for (const type of ["pointermove", "pointerup"]) document.addEventListener(type, goOn, { capture: true, passive: true });
}

function copyCamera(from, to, sceneOf) {
  const camera = sceneOf(from).getCamera();
  if (JSON.stringify(camera) === JSON.stringify(sceneOf(to).getCamera())) return;
  window.Plotly.relayout(to, { "scene.camera": camera });
}
