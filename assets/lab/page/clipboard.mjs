/** Copies text to the clipboard. */

/** Copy `text`; returns whether that worked. @param {string} text */
export async function copy(text) {
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
