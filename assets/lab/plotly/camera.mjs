/**
 * Plotly's `uirevision` keeps the camera through new figures of the same scene. This module fixes two
 * problems with that.
 *
 * Dash 4.4 receives every rotation as `plotly_relayout`, writes the camera into its own figure and
 * redraws that. Plotly then takes the camera for the figure's own and forgets that a person chose
 * it. No callback needs this event, so Dash does not get it. (Dash may start to listen after we do,
 * so its listener is removed whenever a person is about to move the camera.)
 *
 * Plotly notes the camera when the button is released or the wheel turns, before the scene has been
 * drawn with the last movement: on a slow machine it notes an older one, or none.
 */

const AFTER_MOVE = 200; // ms

/** @param {object} gd */
export function keepCamera(gd) {
  let timer = 0;
  const deafen = () => gd.removeAllListeners("plotly_relayout");
  const moves = () => {
    deafen();
    clearTimeout(timer);
    timer = setTimeout(() => noteCamera(gd), AFTER_MOVE);
  };
  gd.on("plotly_afterplot", deafen);
  gd.addEventListener("pointerdown", deafen, true);
  gd.addEventListener("wheel", moves, { capture: true, passive: true });
  // The button may be released outside of the plot.
  window.addEventListener("pointerup", moves, true);
}

/**
 * Move the camera as a person would; the next figure would undo a `relayout`.
 * @param {object} gd
 * @param {{eye: object, center: object, up?: object}} view
 */
export function moveCamera(gd, view) {
  const scene = gd._fullLayout?.scene?._scene;
  if (!scene?.setViewport || !scene.glplot) return;
  const { camera, aspectratio } = gd._fullLayout.scene;
  scene.setViewport({ camera: { ...camera, ...view }, aspectratio });
  noteCamera(gd);
}

/**
 * Do what plotly does at the end of a movement, also in the layout that it compares with the next
 * figure. This is private to plotly.js (known to work in 4.1).
 */
function noteCamera(gd) {
  const scene = gd._fullLayout?.scene?._scene;
  if (!scene?.saveLayout) return;
  scene.saveLayout(gd.layout);
  Object.assign(gd._fullLayout.scene.camera, scene.getCamera());
}
