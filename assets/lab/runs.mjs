/**
 * The runs on the page, oldest first: at most `MOST`, then the oldest leaves. One is selected: the
 * newest, until a person selects another. It draws nothing.
 */

export const MOST = 12;

/**
 * What the server delivers. `add`: runs more; `update`: the newest anew, because a setting changed;
 * `replace`: these instead of all; `refresh`: all of them computed anew for another picture.
 * @typedef {{mode: "add"|"update"|"replace"|"refresh", runs: import("./lab.mjs").Run[]}} Delivery
 */

export class Runs {
  #onChange;
  #given = 0; // numbers given so far

  /** @type {import("./lab.mjs").Run[]} */
  list = [];
  selected = null;

  /** @param {(areNew: boolean) => void} onChange whether the runs were delivered, to be played */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Those that are drawn. */
  get shown() {
    return this.list.filter((run) => !run.hidden);
  }

  /** The last step of the longest run that is drawn; null without one. */
  get last() {
    const lengths = this.shown.flatMap(({ theta, rival }) => [theta, rival?.theta ?? []]).map((way) => way.length - 1);
    return lengths.length ? Math.max(...lengths) : null;
  }

  /** @param {Delivery} delivery */
  deliver({ mode, runs }) {
    if (mode === "refresh" && runs.length === this.list.length) this.#refresh(runs);
    else {
      if (mode === "replace" || mode === "refresh") this.#empty();
      if (mode === "update" && this.list.length) this.#given = this.list.pop().number - 1;
      for (const run of runs) this.#add(run);
      this.list = this.list.slice(-MOST);
      this.selected = this.list.at(-1) ?? null;
    }
    this.#onChange(mode !== "refresh");
  }

  select(run) {
    this.selected = run;
    this.#onChange(false);
  }

  /** A hidden run is not drawn; what was selected gives way to what is drawn. */
  toggle(run) {
    run.hidden = !run.hidden;
    if (run.hidden && run === this.selected) this.selected = this.shown.at(-1) ?? run;
    this.#onChange(false);
  }

  remove(run) {
    this.list = this.list.filter((other) => other !== run);
    if (run === this.selected) this.selected = this.shown.at(-1) ?? this.list.at(-1) ?? null;
    this.#onChange(false);
  }

  clear() {
    this.#empty();
    this.#onChange(false);
  }

  #add(run) {
    const turns = this.list.filter(({ settings }) => settings.optimizer === run.settings.optimizer).map(({ turn }) => turn);
    let turn = 0;
    while (turns.includes(turn)) turn += 1;
    this.list.push({ ...run, hidden: false, number: ++this.#given, turn });
  }

  #empty() {
    this.list = [];
    this.selected = null;
    this.#given = 0;
  }

  #refresh(runs) {
    const chosen = this.list.indexOf(this.selected);
    this.list = runs.map((run, i) => {
      const { hidden, number, turn } = this.list[i];
      return { ...run, hidden, number, turn };
    });
    this.selected = this.list[chosen] ?? null;
  }
}
