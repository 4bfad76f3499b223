/**
 * Strips what a link picks up on its way (tracking keys, escapes, punctuation), under the same rules as
 * `losscore/scenario/query.py`.
 */

const AMPERSAND = /&((amp|#38|#x26)(;|%3b))+/gi;
// A second question mark was added by a tracker.
const SEPARATOR = /&|\?|%3f/i;
const TAIL = 60;
const BEHIND = /[\s)\]}>.,;:!?'"’”»*…`|]+$/;

/**
 * @param {string} search the query string of an address
 * @param {string} strangers a regular expression of the keys to ignore, such as those of trackers
 * @returns {string} the query as it was first written, decoded; "" if no key of ours remains
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
    return part; // not valid UTF-8, such as %ff
  }
}
