/**
 * Unfolds panels over the page, `<details class="popover-fold">`, and whatever a `.fold-button`
 * controls. The style sheet decides how that looks, and on which screens.
 */

const OPEN = "details.popover-fold[open]";
const STAYS = ".graph-box";

/** A click elsewhere or Escape folds them. Turning the surface does not. */
export function attachPopovers() {
  document.addEventListener("pointerdown", ({ target }) => {
    if (target.closest?.(STAYS)) return;
    for (const panel of document.querySelectorAll(OPEN)) if (!panel.contains(target)) panel.open = false;
  });
  const onKey = (event) => {
    const panel = event.key === "Escape" && event.target.closest?.(OPEN);
    if (!panel) return;
    event.stopPropagation(); // nothing else must react to it
    panel.open = false;
    panel.querySelector("summary").focus();
  };
  document.addEventListener("keydown", onKey, true);
}

export function attachFolds() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".fold-button");
    if (!button) return;
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
  });
}
