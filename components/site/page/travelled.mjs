/** What a link catches on its way is no part of it, as for `losscore/scenario/query.py`, which reads all others. */

const AMPERSAND = /&((amp|#38|#x26)(;|%3b))+/gi;
// A second question mark is somebody's counter's.
const SEPARATOR = /&|\?|%3f/i;
const TAIL = 60;
const BEHIND = /[\s)\]}>.,;:!?'"’”»*…`|]+$/;

/**
 * @param {string} search of an address
 * @param {string} strangers the keys of those who count visitors, a regular expression
 * @returns {string} as it was written, decoded; "" without anything of ours
 */
export function asWritten(search, strangers) {
  const isStrange = new RegExp(strangers, "i");
  const parts = search.slice(1).replace(AMPERSAND, "&").split(SEPARATOR).map(decoded);
  const kept = parts.filter((part) => part && !isStrange.test(part.split("=")[0].trim()));
  const written = kept.join("&").replace(/\s+/g, "").replaceAll("−", "-");
  const tight = written.slice(0, -TAIL) + written.slice(-TAIL).replace(BEHIND, "");
  return tight && `?${tight}`;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // %ff is no text
  }
}
