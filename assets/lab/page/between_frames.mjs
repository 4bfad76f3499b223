/** Does work that can wait, one task per frame, so that animations continue between tasks. */

/** Does nothing, for a frame. */
export const pause = () => {};

/**
 * @param {Iterable<() => void>} tasks
 * @returns {() => void} drops the remaining tasks
 */
export function betweenFrames(tasks) {
  const rest = tasks[Symbol.iterator]();
  let isOver = false;
  const wait = () => requestAnimationFrame(() => setTimeout(next));
  function next() {
    const { value: task, done } = isOver ? { done: true } : rest.next();
    if (done) return;
    task();
    wait();
  }
  wait();
  return () => (isOver = true);
}
