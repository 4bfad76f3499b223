/** The transport bar: buttons, slider, keys. Events are caught on the document, so that it does not
 * matter when the page's framework draws the bar or draws it again. */
import * as ids from "../page/ids.mjs";
import { padded } from "../page/number.mjs";

const CONTROLS = [ids.FIRST, ids.BACK, ids.PLAY, ids.FORWARD, ids.FRAME];

const element = (id) => document.getElementById(id);

/** @param {import("../run/player.mjs").Player} player */
export function createTransport(player) {
  const onClick = {
    [ids.FIRST]: () => player.seek(0),
    [ids.BACK]: () => player.seek(player.step - 1),
    [ids.PLAY]: () => player.toggle(),
    [ids.FORWARD]: () => player.seek(player.step + 1),
    [ids.LOOP]: () => (player.loop = !player.loop),
  };
  const onKey = {
    " ": () => player.toggle(),
    ArrowLeft: () => player.seek(player.step - 1),
    ArrowRight: () => player.seek(player.step + 1),
    Home: () => player.seek(0),
    End: () => player.seek(player.last),
  };

  return {
    attach() {
      document.addEventListener("click", ({ target }) => onClick[target.closest("button")?.id]?.());
      document.addEventListener("input", ({ target }) => {
        if (target.id === ids.FRAME) player.seek(Number(target.value));
      });
      document.addEventListener("change", ({ target }) => {
        if (target.id === ids.SPEED) player.speed = Number(target.value);
      });
      document.addEventListener("keydown", (event) => {
        if (player.last === null || !onKey[event.key] || !isFree(event)) return;
        event.preventDefault(); // the page would scroll
        onKey[event.key]();
      });
      this.showState(player);
      this.show(player.step, player.last);
    },

    /** @param {number} k @param {?number} last */
    show(k, last) {
      const slider = element(ids.FRAME);
      const count = element(ids.FRAME_COUNT);
      if (slider) {
        slider.max = String(last || 1); // before value: the browser clamps the value to the range
        slider.value = String(k);
        slider.setAttribute("aria-valuetext", `step ${k} of ${last ?? 0}`);
      }
      if (count) count.textContent = last === null ? "–" : `${padded(k, String(last).length)} / ${last}`;
    },

    /** @param {import("../run/player.mjs").Player} state */
    showState({ playing, loop, last }) {
      document.body.classList.toggle("is-playing", playing);
      for (const id of CONTROLS) element(id)?.toggleAttribute("disabled", last === null);
      element(ids.LOOP)?.setAttribute("aria-pressed", String(loop));
      const button = element(ids.PLAY);
      button?.setAttribute("aria-label", playing ? "Pause" : "Play");
      button?.querySelector(".bi")?.classList.toggle("bi-play-fill", !playing);
      button?.querySelector(".bi")?.classList.toggle("bi-pause-fill", playing);
    },
  };
}

/** The page uses a key only if no control needs it; a button does not need arrows. */
function isFree({ target, key, ctrlKey, altKey, metaKey, shiftKey }) {
  if (ctrlKey || altKey || metaKey || shiftKey) return false;
  const onTransport = target.matches?.("button") && Boolean(target.parentElement?.querySelector(`#${ids.PLAY}`));
  return target === document.body || (onTransport && key !== " ");
}
