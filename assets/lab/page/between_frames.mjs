/** Work that can wait, a task after each frame: what moves goes on between them. */

/** Does nothing, for a frame. */
export const pause = () => {};

/**
 * @param {Iterable<() => void>} tasks
 * @returns {() => void} leave out those that are left
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
