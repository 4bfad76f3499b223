/**
 * The answers that were recorded with the page. A request is looked up by its output and the values
 * that it carries; which of them has changed does not matter.
 */

/** @typedef {{output: string, inputs: Given[], state?: Given[], changedPropIds: string[]}} Request */
/** @typedef {{id: string, property: string, value?: unknown}} Given */
/** @typedef {{output: string, given: Object<string, unknown>, answer: ?object}} Exchange */

/**
 * @param {Exchange[]} exchanges in which `bdata` of a long array is its index in `arrays`
 * @param {string[]} arrays as plotly.js reads them
 */
export function createRecording(exchanges, arrays) {
  const known = new Map(exchanges.map(({ output, given, answer }) => [key(output, given), answer]));
  return {
    /** @param {Request} request @returns {?object|undefined} undefined if it was not recorded */
    answer({ output, inputs, state = [] }) {
      const given = Object.fromEntries([...inputs, ...state].map((one) => [`${one.id}.${one.property}`, one.value]));
      const answer = known.get(key(output, given));
      return answer && withArrays(answer, arrays);
    },
  };
}

const key = (output, given) => `${output} ${canonical(given)}`;

/** JSON with sorted keys; undefined becomes null. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const entries = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${entries}}`;
}

/** A copy with the arrays back in place. */
function withArrays(value, arrays) {
  if (Array.isArray(value)) return value.map((entry) => withArrays(entry, arrays));
  if (value === null || typeof value !== "object") return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withArrays(entry, arrays)]));
  return typeof copy.bdata === "number" ? { ...copy, bdata: arrays[copy.bdata] } : copy;
}
