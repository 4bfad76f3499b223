/**
 * The runs on the page, oldest first: at most `MAX_RUNS`, then the oldest leaves. One is selected: the
 * newest, until a person selects another. It draws nothing.
 */

import { MAX_RUNS } from "./constants.mjs";

/**
 * A descent as the server sends it; lists have n + 1 entries.
 * @typedef {object} Run
 * @property {string} scenario which figures it belongs to
 * @property {object} settings everything needed to repeat the run
 * @property {string} query the same as a part of a link
 * @property {{start: string, optimizer: string, rate: string, steps: string, loss: string, end: string}} cells
 *   of its row in the table
 * @property {string} colour
 * @property {string[]} names the two parameters
 * @property {number[][]} theta
 * @property {number[]} loss
 * @property {number[]} grad_norm
 * @property {{x: ?number[], y: ?number[], z: ?number[]}} path on the surface; null outside the window
 * @property {?number} lowest J at the lowest minimum
 * @property {"CONVERGED"|"STEP_LIMIT"|"DIVERGED"|"PLATEAU"} status
 * @property {boolean} reached whether it is at a minimum
 * @property {string} chip how it ended, in a few words
 * @property {string} message why it stopped
 * @property {string} outcome where it arrived
 * @property {Run} [rival] the same on the other surface of a comparison
 * @property {number} [number] the number that names it on the page, from 1
 * @property {number} [turn] among the runs of its optimizer, from 0
 * @property {boolean} [hidden]
 * @property {{name: string, theta: number[]}[]} [twins] minima that are the one it reached, with the
 *   labels exchanged
 * @property {boolean} [isHeld] its end is hidden until a person has guessed it
 *
 * What is painted: the runs that are not hidden, oldest first, and the run for views that show only
 * one.
 * @typedef {{runs: Run[], selected: Run}} Scene
 */

/**
 * A delivery from the server. `add`: further runs; `update`: the newest run again, with a changed
 * setting; `replace`: these instead of all; `refresh`: all of them recomputed for another figure.
 * @typedef {{mode: "add"|"update"|"replace"|"refresh", runs: Run[]}} Delivery
 */

/** The same runs on the other surface of a comparison. @param {Run[]} runs */
export const counterparts = (runs) => runs.map(({ rival }) => rival).filter(Boolean);

export class Runs {
  #onChange;
  #given = 0; // how many numbers have been assigned

  /** @type {Run[]} */
  list = [];
  selected = null;

  /** @param {(areNew: boolean) => void} onChange whether the runs were delivered, to be played */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** The runs that are drawn. */
  get shown() {
    return this.list.filter((run) => !run.hidden);
  }

  /** The last step of the longest run that is drawn; null without one. */
  get last() {
    const paths = this.shown.flatMap(({ theta, rival }) => [theta, rival?.theta ?? []]);
    return paths.length ? Math.max(...paths.map(({ length }) => length - 1)) : null;
  }

  /** @param {Delivery} delivery */
  deliver({ mode, runs }) {
    if (mode === "refresh" && runs.length === this.list.length) this.#refresh(runs);
    else {
      if (mode === "replace" || mode === "refresh") this.#empty();
      if (mode === "update" && this.list.length) this.#given = this.list.pop().number - 1;
      for (const run of runs) this.#add(run);
      this.list = this.list.slice(-MAX_RUNS);
      this.selected = this.list.at(-1) ?? null;
    }
    this.#onChange(mode !== "refresh");
  }

  select(run) {
    this.selected = run;
    this.#onChange(false);
  }

  /** A hidden run is not drawn; if it was selected, a drawn run is selected instead. */
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
    const kin = this.list.filter(({ settings }) => settings.optimizer === run.settings.optimizer);
    let turn = 0;
    while (kin.some((other) => other.turn === turn)) turn += 1;
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
