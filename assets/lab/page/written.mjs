/**
 * Assembles the address: the server has written the parts of the scenario, the lesson and the runs;
 * the page knows the switches. This module knows neither Dash nor the browser's history.
 */

/**
 * @typedef {object} Parts
 * @property {?{head: string[], switches: string[], tail: string[], lesson: string, place: unknown[]}} scenario
 *   written by components/session/lab_state.py; null before there is one
 * @property {?string[]} runs all runs on the page, as in a link; null before any have arrived
 * @property {boolean[]} switches whether each is on, in the order of `scenario.switches`
 */

/**
 * @param {Parts} parts
 * @returns {?import("./address.mjs").Written} null before there is anything to write
 */
export function written({ scenario, runs, switches }) {
  if (!scenario || !runs) return null;
  const { head, tail, lesson, place } = scenario;
  const on = scenario.switches.filter((_, i) => switches[i]);
  const about = lesson ? [`lesson=${lesson}`] : [];
  const descents = runs.length ? runs : ["run=none"];
  return {
    search: `?${[...about, ...head, ...on, ...tail, ...descents].join("&")}`,
    place: [...place, lesson, runs.length],
  };
}
