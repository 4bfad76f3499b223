/**
 * The table of runs, with their settings and results. A person can select, hide, repeat and delete
 * runs there. Events are caught on the document, so it does not matter when the table is drawn.
 */
import * as ids from "../page/ids.mjs";
import { dashOf, strokes, symbolOf } from "../run/run_style.mjs";
import { runIcon } from "./run_icon.mjs";

const HEADS = ["run", "start", "optimizer", "η", "steps", "J", "end"];
const CELLS = ["start", "optimizer", "rate", "steps", "loss", "end"];
const OF_THE_END = ["steps", "loss", "end"];
const FACTORS = { halve: 0.5, double: 2 };

/**
 * @param {import("../run/runs.mjs").Runs} runs
 * @param {{onRepeat: (settings: object[]) => void, onHover: (run: ?object) => void}} page
 */
export function createRunsTable(runs, { onRepeat, onHover }) {
  let hovered = null;

  const actions = {
    select: (run) => runs.select(run),
    hide: (run) => runs.toggle(run),
    halve: (run) => again(run, FACTORS.halve),
    double: (run) => again(run, FACTORS.double),
    delete: (run) => runs.remove(run),
  };

  /** Run from the same start again, at another learning rate. */
  function again({ settings }, factor) {
    const learning_rate = Number((settings.learning_rate * factor).toPrecision(6));
    onRepeat([{ ...settings, learning_rate }]);
  }

  const runOf = (part) => runs.list.find(({ number }) => String(number) === part?.closest?.("tr")?.dataset.run);

  function onClick({ target }) {
    if (target.closest?.(`#${ids.CLEAR}`)) return runs.clear();
    const button = target.closest?.(`#${ids.RUNS} button`);
    const run = runOf(target.closest?.(`#${ids.RUNS}`) && target);
    if (!run) return undefined;
    const { action: name = "select" } = button?.dataset ?? {};
    actions[name](run);
    if (button) focusAgain(run, name);
    return undefined;
  }

  /**
   * Focus the same button again, because every change replaces the buttons.
   * @param {import("../run/runs.mjs").Run} run
   * @param {string} name of its action
   */
  function focusAgain({ number }, name) {
    const box = document.getElementById(ids.RUNS);
    const button = box?.querySelector(`tr[data-run="${number}"] [data-action="${name}"]`);
    (button ?? box?.querySelector("button"))?.focus({ preventScroll: true });
  }

  function onOver({ target }) {
    const run = runOf(target.closest?.(`#${ids.RUNS}`) && target) ?? null;
    if (run === hovered || run?.hidden) return;
    hovered = run;
    onHover(run);
  }

  return {
    attach() {
      document.addEventListener("click", onClick);
      document.addEventListener("pointerover", onOver);
    },
    /** Redraw the table. */
    show() {
      hovered = null;
      const box = document.getElementById(ids.RUNS);
      if (!box) return;
      box.replaceChildren(runs.list.length ? table(runs) : element("p", { className: "note" }, [NONE]));
      document.getElementById(ids.CLEAR)?.toggleAttribute("disabled", !runs.list.length);
    },
  };
}

const NONE = "No runs yet: click the surface or the contour map.";

function table(runs) {
  const heads = HEADS.map((text) => element("th", { scope: "col" }, [text]));
  const head = element("tr", {}, [...heads, element("td")]); // above the buttons
  const rows = runs.list.map((run) => row(run, run === runs.selected));
  return element("table", { className: "numbers runs" }, [element("thead", {}, [head]), element("tbody", {}, rows)]);
}

function row(run, isSelected) {
  const states = [isSelected && "is-selected", run.hidden && "is-hidden"].filter(Boolean).join(" ");
  const tr = element("tr", { className: states }, [
    element("th", { scope: "row" }, [nameButton(run, isSelected)]),
    ...CELLS.map((name) => element("td", { className: `cell-${name}` }, [isSecret(run, name) ? "?" : run.cells[name]])),
    element("td", { className: "row-actions" }, buttons(run)),
  ]);
  tr.dataset.run = run.number;
  return tr;
}

const isSecret = ({ isHeld }, name) => isHeld && OF_THE_END.includes(name);

function nameButton(run, isSelected) {
  const button = action("select", `Show run ${run.number}`, [mark(run), String(run.number)]);
  button.setAttribute("aria-pressed", String(isSelected));
  return button;
}

function buttons(run) {
  const hide = action("hide", `Hide run ${run.number}`, [icon(run.hidden ? "eye-slash" : "eye")]);
  hide.setAttribute("aria-pressed", String(run.hidden));
  return [
    action("halve", `Run ${run.number} again with half the learning rate`, ["½η"]),
    action("double", `Run ${run.number} again with twice the learning rate`, ["2η"]),
    hide,
    action("delete", `Delete run ${run.number}`, [icon("x-lg")]),
  ];
}

function action(name, label, children) {
  const button = element("button", { type: "button", title: label, className: "btn-row" }, children);
  button.dataset.action = name;
  button.setAttribute("aria-label", label);
  return button;
}

function icon(name) {
  const i = element("i", { className: `bi bi-${name}` });
  i.setAttribute("aria-hidden", "true");
  return i;
}

/** The icon of a run: the mark of its ball on a piece of its line. */
function mark(run) {
  const span = element("span", { className: "run-mark" });
  span.append(runIcon(symbolOf(run), run.colour, strokes(dashOf(run), 1)));
  return span;
}

function element(tag, properties, children = []) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
