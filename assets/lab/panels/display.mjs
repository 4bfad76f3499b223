/** Predefined views of the surface, for buttons with `data-view`. */
import { moveCamera } from "../plotly/camera.mjs";

const UPRIGHT = { up: { x: 0, y: 0, z: 1 }, center: { x: 0, y: 0, z: 0 } };
/** Views along an axis look slightly down, into the valleys. */
const VIEWS = {
  above: { ...UPRIGHT, eye: { x: 0, y: -1e-4, z: 2.1 } },
  x: { ...UPRIGHT, eye: { x: -2.2, y: 0, z: 0.5 } },
  y: { ...UPRIGHT, eye: { x: 0, y: -2.2, z: 0.5 } },
};

/** @param {() => object[]} plots the graphs of surfaces; those that are not drawn are skipped */
export function attachViewButtons(plots) {
  document.addEventListener("click", ({ target }) => {
    /** @type {?HTMLElement} */
    const button = target.closest?.("[data-view]");
    const name = button?.dataset.view;
    if (!name) return;
    for (const gd of plots()) {
      const view = VIEWS[name] ?? gd?.layout?.meta?.camera;
      if (view) moveCamera(gd, view);
    }
  });
}
