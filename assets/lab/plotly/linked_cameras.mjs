/** Links the cameras of two scenes, the sides of a comparison. */

const MOVES = ["pointerdown", "wheel", "touchstart"];
const LISTENING = { capture: true, passive: true };
const ROUNDING = 1e-9;
const STILL_AFTER = 40; // frames without a move; a time would be too short on a slow machine

/**
 * Keep two scenes' cameras together while a person moves one of them. Setting a camera is cheap,
 * because the surface is not uploaded again.
 * @param {() => ?object} one a graph of plotly's, which may be replaced at any time
 * @param {() => ?object} other
 */
export function linkCameras(one, other) {
  let left = 0; // frames
  let leader = null; // `one` or `other`, because the plots themselves may be replaced
  const follow = () => {
    const [from, to] = leader === other ? [other(), one()] : [one(), other()];
    const isMoved = sceneOf(from) && sceneOf(to) && copyCamera(from, to);
    if (isMoved || isComing(from) || isComing(to)) left = STILL_AFTER;
    else left -= 1;
    if (left > 0) requestAnimationFrame(follow);
    else leader = null;
  };
  const start = ({ target }) => {
    const moved = [one, other].find((plot) => plot()?.contains(target));
    if (!moved) return;
    const isIdle = leader === null;
    leader = moved;
    left = STILL_AFTER;
    if (isIdle) requestAnimationFrame(follow);
  };
  const goOn = () => {
    if (leader) left = STILL_AFTER;
  };
  for (const type of MOVES) document.addEventListener(type, start, LISTENING);
  for (const type of ["pointermove", "pointerup"]) document.addEventListener(type, goOn, LISTENING);
}

/** The scene of a plot; null until it is drawn. */
const sceneOf = (gd) => (gd?._fullLayout?.scene?._scene?.glplot ? gd._fullLayout.scene._scene : null);
/** Whether a plot has a figure that is not drawn yet; until then the leader must be remembered. */
const isComing = (gd) => gd?.data?.length > 0 && !sceneOf(gd);

/**
 * Copy a camera as if a person had moved the other one too; only then does plotly keep it for the
 * next figure. Private to plotly.js (known to work in 4.1).
 * @returns {boolean} whether the cameras differed by more than rounding
 */
function copyCamera(from, to) {
  const scene = sceneOf(to);
  const [camera, before] = [sceneOf(from).getCamera(), scene.getCamera()];
  const isSame = ["eye", "center", "up"].every((part) =>
    ["x", "y", "z"].every((axis) => Math.abs(camera[part][axis] - before[part][axis]) < ROUNDING),
  );
  if (isSame) return false;
  scene.setViewport({ ...scene.fullSceneLayout, camera });
  scene.saveLayout(to.layout);
  scene.glplot.redraw();
  return true;
}
