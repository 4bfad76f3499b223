/** A scenario without the lab around it, in an iframe: the way from there to the lab itself. */

const LINK = "open-link";

/** @param {{flush: () => void}} address */
export function attach(address) {
  // Before the browser follows it, by whichever button or key.
  for (const type of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(type, ({ target }) => target.id === LINK && follow(target, address), true);
  }
}

/** The same scenario, one level up: `…/embed?v=1` is `…/?v=1`, and `…/#embed` is `…/`. */
function follow(link, address) {
  address.flush();
  link.href = `./${location.search}`;
}
