/** A scenario without the lab around it, in an iframe: the link from there to the lab itself. */
import * as ids from "./ids.mjs";

/** @param {{flush: () => void, isBehind: boolean, catchUp: () => Promise<boolean>}} address */
export function attachLabLink(address) {
  let isFollowing = false;

  /** The same scenario, one level up: `…/embed?v=1` is `…/?v=1`, and `…/#embed` is `…/`. */
  function aim(link) {
    address.flush();
    link.href = `./${location.search}`;
  }

  /** Pending runs are included: the click is repeated once they have arrived. */
  async function wait(event) {
    event.preventDefault();
    isFollowing = true;
    await address.catchUp();
    event.target.dispatchEvent(new MouseEvent("click", event));
    isFollowing = false;
  }

  // Before the browser follows it, by whichever button or key.
  for (const type of ["pointerdown", "focusin", "click"]) {
    const onEvent = (event) => {
      if (event.target.id !== ids.OPEN_LINK) return;
      aim(event.target);
      if (type === "click" && !isFollowing && address.isBehind) wait(event);
    };
    document.addEventListener(type, onEvent, true);
  }
}
