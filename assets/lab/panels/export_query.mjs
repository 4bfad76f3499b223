/** The query of an export: the scenario in the address, as the page shows it. */

const FARTHEST = 10; // the largest coordinate of a camera that an export accepts

/**
 * @param {string} search of the address
 * @param {boolean[]} hidden which of its runs are hidden, oldest first
 * @param {Object<string, ?string>} options what to export, and how; null omits an option
 */
export function exportQuery(search, hidden, options) {
  const given = Object.entries(options).filter(([, value]) => value !== null);
  return [...seen(search, hidden), ...given.map(([name, value]) => `${name}=${value}`)].join("&");
}

/** The address without the runs that are hidden. */
function seen(search, hidden) {
  const isRun = (part) => part.startsWith("run=");
  let n = 0;
  const parts = search.slice(1).split("&").filter((part) => part && !(isRun(part) && hidden[n++]));
  return n && !parts.some(isRun) ? [...parts, "run=none"] : parts;
}

/** @param {{x: number, y: number, z: number}} eye where the camera is */
export const written = (eye) =>
  [eye.x, eye.y, eye.z].map((place) => Math.max(-FARTHEST, Math.min(FARTHEST, place)).toFixed(3)).join(",");
