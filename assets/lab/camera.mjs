/**
 * Keep the camera where the person put it when the server sends a new figure of the same scene.
 *
 * That is what `uirevision` is for, but Dash 4.4 writes every rotation back into its own figure and
 * hands it to plotly, which then takes the rotated camera for the figure's own and forgets that a
 * person chose it; the next figure from the server would turn the scene back.
 *
 * @param {object} gd
 */
export function keepCamera(gd) {
  let layout = gd.layout; // relayout changes it in place, a new figure brings another
  let chosen = null;
  gd.on("plotly_relayout", ({ "scene.camera": camera }) => {
    if (camera) chosen = structuredClone(camera);
  });
  gd.on("plotly_afterplot", () => {
    if (gd.layout === layout) return;
    const isSameScene = revisionOf(gd.layout) === revisionOf(layout);
    layout = gd.layout;
    if (!isSameScene) chosen = null;
    else if (chosen && cameraOf(gd) && !isSame(chosen, cameraOf(gd))) window.Plotly.relayout(gd, { "scene.camera": chosen });
  });
}

/** What the scene shows. At the end of a rotation the layouts do not know it yet. */
const cameraOf = (gd) => gd._fullLayout.scene?._scene?.getCamera();
const revisionOf = (layout) => layout.scene?.uirevision ?? layout.uirevision;
const isSame = (a, b) => JSON.stringify([a.eye, a.center, a.up]) === JSON.stringify([b.eye, b.center, b.up]);
