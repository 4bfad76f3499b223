/** Python as the page sees it: it wakes up, and then answers one request after the other. */

/**
 * @param {{pyodide: string, wheel: string, lab: string}} files absolute addresses
 * @param {(state: "ready"|"failed", reason?: string) => void} onState
 */
export function wakePython(files, onState) {
  const worker = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
  const waiting = new Map();
  let n = 0;

  const call = (message) =>
    new Promise((resolve, reject) => {
      waiting.set(++n, { resolve, reject });
      worker.postMessage({ id: n, ...message });
    });
  worker.onmessage = ({ data: { id, answer, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(answer);
  };
  // The worker itself could not be loaded.
  worker.onerror = (event) => {
    event.preventDefault();
    for (const { reject } of waiting.values()) reject(new Error(event.message ?? "the worker did not start"));
    waiting.clear();
  };

  const awake = call({ files });
  awake.then(
    () => onState("ready"),
    (error) => onState("failed", error.message),
  );
  return {
    /** @param {object} request of Dash's front end @returns {Promise<string>} JSON; "" for no answer */
    ask: async (request) => {
      await awake;
      return call({ body: JSON.stringify(request) });
    },
    awake,
  };
}
