/** The button that copies a link to what is on the page. */

/** How long the answer stays (ms). */
const SHOWN = 2500;

/** @param {{flush: () => void}} address */
export function attach(address) {
  let timer = 0;
  document.addEventListener("click", async ({ target }) => {
    if (!target.closest?.("#share-button")) return;
    address.flush();
    const answer = (await copy(location.href)) ? "Link copied" : "Copy the link from the address bar";
    clearTimeout(timer);
    say(answer);
    timer = setTimeout(say, SHOWN, "");
  });
}

function say(text) {
  const status = document.getElementById("share-status");
  if (status) status.textContent = text;
}

/** Whether `text` is on the clipboard now. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text); // no permission, or a page without https
  }
}

function copySelection(text) {
  const { activeElement } = document;
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.style.cssText = "position: fixed; opacity: 0";
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  activeElement?.focus();
  return isDone;
}
