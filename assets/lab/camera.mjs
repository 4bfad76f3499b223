/**
 * Leave the camera to plotly, whose `uirevision` keeps it through new figures of the same scene.
 *
 * Dash 4.4 spoils that: it hears every rotation as `plotly_relayout`, writes the camera into its own
 * figure and draws that again, whereupon plotly takes it for the figure's own and forgets that a
 * person chose it. Nobody here needs what Dash learns from this event, so Dash does not get it. (It
 * may start to listen after we do, hence the removal whenever a hand is about to move the camera.)
 */

const AFTER_WHEEL = 200; // ms

/** @param {object} gd */
export function keepCamera(gd) {
  const deafen = () => gd.removeAllListeners("plotly_relayout");
  let timer = 0;
  gd.on("plotly_afterplot", deafen);
  gd.addEventListener("pointerdown", deafen, true);
  gd.addEventListener(
    "wheel",
    () => {
      deafen();
      clearTimeout(timer);
      timer = setTimeout(() => rememberCamera(gd), AFTER_WHEEL);
    },
    { capture: true, passive: true },
  );
}

/** Plotly notes the camera before the last turn of the wheel has moved it. */
function rememberCamera(gd) {
  const camera = gd._fullLayout?.scene?._scene?.getCamera();
  if (camera) window.Plotly.relayout(gd, { "scene.camera": camera });
}
