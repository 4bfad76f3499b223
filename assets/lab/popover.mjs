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
  const onKey = (event) => {
    const panel = event.key === "Escape" && event.target.closest?.(OPEN);
    if (!panel) return;
    event.stopPropagation(); // it is meant for nobody else
    panel.open = false;
    panel.querySelector("summary").focus();
  };
  document.addEventListener("keydown", onKey, true);
}
