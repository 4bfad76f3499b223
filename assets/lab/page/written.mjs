/**
 * The address, assembled from parts that the server has written (scenario and runs) and from the page
 * (lesson and switches). This module knows neither Dash nor the browser's history.
 */

/**
 * @typedef {object} Said
 * @property {?{head: string[], switches: string[], tail: string[], scenario: string, place: unknown[]}} scenario
 *   as components/session/address.py writes it
 * @property {?{scenario: ?string, queries: string[]}} runs all on the page; null before there were any
 * @property {string} lesson its slug, or ""
 * @property {boolean[]} switches which of them are on, in the order of `scenario.switches`
 */

/**
 * @param {Said} said
 * @returns {?import("./address.mjs").Written} null while runs of another scenario are about to be replaced
 */
export function written({ scenario, runs, lesson, switches }) {
  if (!scenario || !runs) return null;
  if (runs.queries.length && runs.scenario !== scenario.scenario) return null;
  const on = scenario.switches.filter((_, i) => switches[i]);
  const about = lesson ? [`lesson=${lesson}`] : [];
  const descents = runs.queries.length ? runs.queries : ["run=none"];
  const parts = [...about, ...scenario.head, ...on, ...scenario.tail, ...descents];
  return { search: `?${parts.join("&")}`, place: [...scenario.place, lesson, runs.queries.length] };
}
