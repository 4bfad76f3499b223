/**
 * What unfolds: panels over the page, `<details class="popover-fold">`, and whatever a `.fold-button`
 * unfolds; what that looks like, and on which screens, is the style's business.
 */

const OPEN = "details.popover-fold[open]";
const STAYS = ".graph-box";

/** They fold at another click anywhere, and at Escape. The surface may be turned meanwhile. */
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

export function attachFolds() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".fold-button");
    if (!button) return;
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
  });
}
