/** The button that copies a link to what is on the page. */
import { copy } from "./clipboard.mjs";
import * as ids from "./ids.mjs";

/** How long the button shows the result (ms). */
const SHOWN = 2500;

/** @param {{isBehind: boolean, catchUp: () => Promise<boolean>}} address */
export function attachCopyLink(address) {
  let timer = 0;
  document.addEventListener("click", async ({ target }) => {
    if (!target.closest?.(`#${ids.SHARE}`)) return;
    clearTimeout(timer);
    if (address.isBehind) say("Waiting for the newest run …");
    const isWhole = await address.catchUp();
    const copied = isWhole ? "Link copied" : "Link copied, without the newest run";
    const answer = (await copy(location.href)) ? copied : "Copy the link from the address bar";
    clearTimeout(timer);
    say(answer);
    timer = setTimeout(say, SHOWN, "");
  });
}

function say(text) {
  const status = document.getElementById(ids.SHARE_STATUS);
  if (status) status.textContent = text;
}
