/** The clock of an animation, which decides when each step is shown. It draws nothing. */

import { LONGEST, MS_PER_STEP, PAUSE, SHORTEST } from "./constants.mjs";

const LONGEST_TICK = 500; // ms: a tab that was hidden continues where it stopped

export class Player {
  #onFrame;
  #onState;
  #position = 0; // in steps, fractional
  #resting = 0; // ms spent at the end while looping
  #request = 0;
  #time = 0;

  /** The last step of the run; null without one. */
  last = null;
  /** The step shown. */
  step = 0;
  speed = 1;
  #loop = false;

  /** @param {{onFrame: (k: number) => void, onState: () => void}} listeners */
  constructor({ onFrame, onState }) {
    this.#onFrame = onFrame;
    this.#onState = onState;
  }

  get playing() {
    return this.#request !== 0;
  }

  get loop() {
    return this.#loop;
  }

  set loop(value) {
    this.#loop = value;
    this.#onState();
  }

  /** @param {?number} last */
  load(last) {
    this.#stop();
    this.last = last;
    this.#position = this.step = 0;
    this.#onState();
  }

  /** The run has become longer or shorter, or is gone; the step stays if possible. @param {?number} last */
  extend(last) {
    if (last === this.last) return;
    const isOver = this.step === this.last;
    this.last = last;
    if (last === null || isOver || this.step > last) this.#stop();
    this.#position = this.step = last === null ? 0 : isOver ? last : Math.min(this.step, last);
    this.#onState();
  }

  /** Play from the step shown, or from the start if it is the last. With reduced motion, show the end. */
  play() {
    if (this.last === null || this.playing) return;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.seek(this.last);
      return;
    }
    const from = this.step === this.last ? 0 : this.step;
    this.#time = performance.now();
    this.#resting = 0;
    this.#request = requestAnimationFrame((now) => this.#tick(now));
    this.#onState();
    if (from !== this.step) this.#moveTo(from);
  }

  pause() {
    this.#stop();
    this.#onState();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Show step k and pause. @param {number} k */
  seek(k) {
    if (this.last === null) return;
    if (this.playing) this.pause();
    this.#moveTo(Math.max(0, Math.min(this.last, k)));
  }

  #stop() {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  /** The last frame is exactly the last step. */
  #moveTo(position) {
    this.#position = Math.min(position, this.last);
    this.step = Math.floor(this.#position);
    this.#onFrame(this.step);
  }

  #tick(now) {
    // The time stamp of a frame may be earlier than the click that started the animation.
    const elapsed = Math.max(0, Math.min(now - this.#time, LONGEST_TICK));
    this.#time = now;
    this.#request = requestAnimationFrame((next) => this.#tick(next));
    if (this.step !== this.last) this.#advance(elapsed);
    else if (this.#loop) this.#rest(elapsed);
    if (this.step === this.last && !this.#loop) this.pause();
  }

  #advance(elapsed) {
    const duration = Math.max(SHORTEST, Math.min(LONGEST, this.last * MS_PER_STEP));
    const position = this.#position + (elapsed * this.speed * this.last) / duration;
    if (Math.floor(position) === this.step) this.#position = position;
    else this.#moveTo(position);
  }

  #rest(elapsed) {
    this.#resting += elapsed;
    if (this.#resting < PAUSE) return;
    this.#resting = 0;
    this.#moveTo(0);
  }
}
