/**
 * Panels that unfold from a button over the page, `<details class="popover-fold">`: another click
 * anywhere or Escape folds them. The surface may be turned meanwhile.
 */

const OPEN = "details.popover-fold[open]";
const STAYS = ".graph-box";

export function attachPopovers() {
  document.addEventListener("pointerdown", ({ target }) => {
    if (target.closest?.(STAYS)) return;
    for (const panel of document.querySelectorAll(OPEN)) if (!panel.contains(target)) panel.open = false;
  });
  document.addEventListener("keydown", ({ key, target }) => {
    const panel = key === "Escape" && target.closest?.(OPEN);
    if (!panel) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}
