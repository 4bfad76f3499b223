/**
 * What the address is to say, of parts that the server has written: scenario, lesson and runs; the
 * switches stand on the page. Knows neither Dash nor the browser's history.
 */

/**
 * @typedef {object} Said
 * @property {?{head: string[], switches: string[], tail: string[], lesson: string, place: unknown[]}} scenario
 *   as components/session/lab_state.py writes it
 * @property {?string[]} runs all on the page, as a link writes them; null before there were any
 * @property {boolean[]} switches which of them are on, in the order of `scenario.switches`
 */

/**
 * @param {Said} said
 * @returns {?import("./address.mjs").Written} null before there is anything to say
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
