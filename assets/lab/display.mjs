/** How the surface is drawn, as part of a scenario. */

/**
 * @param {{display: Object<string, string>}} scenario in which what is at its default may be left out
 * @param {string[]} values of all options, in the order of `defaults`
 * @param {Object<string, string>} defaults
 * @returns {?object} the scenario drawn so; null where it already is
 */
export function displayed(scenario, values, defaults) {
  const names = Object.keys(defaults);
  const isSo = names.every((name, i) => values[i] === (scenario.display[name] ?? defaults[name]));
  if (isSo) return null;
  return { ...scenario, display: Object.fromEntries(names.map((name, i) => [name, values[i]])) };
}
