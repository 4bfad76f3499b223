/** Ready-made views of the surface. */

const FROM_ABOVE = { eye: { x: 0, y: -1e-4, z: 2.1 }, up: { x: 0, y: 0, z: 1 }, center: { x: 0, y: 0, z: 0 } };

/** @param {() => ?object} plot the graph of the surface */
export function attachCameras(plot) {
  const look = (camera) => {
    const gd = plot();
    if (gd?._fullLayout?.scene && camera) window.Plotly.relayout(gd, { "scene.camera": camera });
  };
  const onClick = {
    "view-reset-button": () => look(plot()?.layout.meta?.camera),
    "view-top-button": () => look(FROM_ABOVE),
  };
  document.addEventListener("click", ({ target }) => onClick[target.closest("button")?.id]?.());
}
