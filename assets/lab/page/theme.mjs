/** Light or dark: the system's choice until a person makes one, which is then remembered. */

const KEY = "losscore-theme";

export const current = () => document.documentElement.dataset.bsTheme ?? "light";

export function toggle() {
  const chosen = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.bsTheme = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  return chosen;
}

/** @param {(theme: string) => void} onChange called when the system's theme changes and no choice was made */
export function followSystem(onChange) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
    if (isChosen()) return;
    document.documentElement.dataset.bsTheme = matches ? "dark" : "light";
    onChange(current());
  });
}

function isChosen() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}
