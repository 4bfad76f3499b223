/** Buttons that unfold something; what that looks like, and on which screens, is the style's business. */

export function attachFolds() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".fold-button");
    if (!button) return;
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
  });
}
