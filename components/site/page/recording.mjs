/**
 * What the page was told when it was recorded. A request is known by what it asks for and by the
 * values it is given; whatever it was that changed.
 */

/** @typedef {{output: string, inputs: Given[], state?: Given[], changedPropIds: string[]}} Request */
/** @typedef {{id: string, property: string, value?: unknown}} Given */
/** @typedef {{output: string, given: Object<string, unknown>, answer: ?object}} Exchange */

/**
 * @param {Exchange[]} exchanges in which long arrays of numbers are places in `arrays`: {bdata: 3}
 * @param {string[]} arrays as plotly.js reads them
 */
export function createRecording(exchanges, arrays) {
  const known = new Map(exchanges.map(({ output, given, answer }) => [key(output, given), answer]));
  return {
    /** @param {Request} request @returns {?object|undefined} undefined: it was never asked */
    answer({ output, inputs, state = [] }) {
      const given = Object.fromEntries([...inputs, ...state].map((one) => [`${one.id}.${one.property}`, one.value]));
      const answer = known.get(key(output, given));
      return answer && filled(answer, arrays);
    },
  };
}

const key = (output, given) => `${output} ${canonical(given)}`;

/** JSON with keys in order; what is missing is null. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const entries = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${entries}}`;
}

/** A copy with the arrays in their places. */
function filled(value, arrays) {
  if (Array.isArray(value)) return value.map((entry) => filled(entry, arrays));
  if (value === null || typeof value !== "object") return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, filled(entry, arrays)]));
  return typeof copy.bdata === "number" ? { ...copy, bdata: arrays[copy.bdata] } : copy;
}
