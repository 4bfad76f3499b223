/** What a link catches on its way is no part of it, as for `losscore/query.py`, which reads all others. */

const AMPERSAND = /&(amp(;|%3b))+/gi;
const BEHIND = /[\s)\]}>.,;:!?'"’”»*]+$/;

/**
 * @param {string} search of an address
 * @param {string} strangers the keys of those who count visitors, a regular expression
 * @returns {string} as it was written, decoded; "" without anything of ours
 */
export function asWritten(search, strangers) {
  const isStrange = new RegExp(strangers, "i");
  const parts = search.slice(1).replace(AMPERSAND, "&").split("&").map(decoded);
  const kept = parts.filter((part) => part && !isStrange.test(part.split("=")[0].trim()));
  const written = kept.join("&").replace(/\s+/g, "").replace(BEHIND, "");
  return written && `?${written}`;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // %ff is no text
  }
}
