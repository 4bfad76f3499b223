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
const ROUNDING = 1e-9;
const STILL_AFTER = 40; // frames without a move; in time, a slow machine would not have drawn it yet

/**
 * Keep two scenes' cameras together while a hand moves one of them. Setting a camera is cheap: the
 * surface is not uploaded again.
 * @param {() => ?object} one a graph of plotly's, which may be replaced at any time
 * @param {() => ?object} other
 */
export function lockCameras(one, other) {
  let left = 0; // frames
  let leader = null;
  const sceneOf = (gd) => gd?._fullLayout?.scene?._scene;
  const follow = () => {
    const [from, to] = leader === other() ? [other(), one()] : [one(), other()];
    const isMoved = sceneOf(from)?.glplot && sceneOf(to)?.glplot && copyCamera(from, to, sceneOf);
    left = isMoved ? STILL_AFTER : left - 1;
    if (left > 0) requestAnimationFrame(follow);
    else leader = null;
  };
  const start = ({ target }) => {
    const gd = [one(), other()].find((plot) => plot?.contains(target));
    if (!gd) return;
    const isIdle = leader === null;
    leader = gd;
    left = STILL_AFTER;
    if (isIdle) requestAnimationFrame(follow);
  };
  const goOn = () => {
    if (leader) left = STILL_AFTER;
  };
  for (const type of MOVES) document.addEventListener(type, start, { capture: true, passive: true });
  for (const type of ["pointermove", "pointerup"]) document.addEventListener(type, goOn, { capture: true, passive: true });
}

/** @returns {boolean} whether there was anything to copy: a copy is the same but for rounding */
function copyCamera(from, to, sceneOf) {
  const camera = sceneOf(from).getCamera();
  const before = sceneOf(to).getCamera();
  const isSame = ["eye", "center", "up"].every((part) =>
    ["x", "y", "z"].every((axis) => Math.abs(camera[part][axis] - before[part][axis]) < ROUNDING),
  );
  if (!isSame) window.Plotly.relayout(to, { "scene.camera": camera });
  return !isSame;
}
