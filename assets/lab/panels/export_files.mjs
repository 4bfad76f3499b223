/** Makes files of the scenario in an address: the server writes them, or this browser draws them. */

/** An error whose message is a sentence for the visitor. */
export class Refusal extends Error {}

/**
 * @typedef {{name: string, blob: Blob}} File
 * @typedef {(done: number, total: number) => void} Progress
 */

/**
 * @param {string} path below the page's own address
 * @param {string} query
 * @param {AbortSignal} signal
 */
async function ask(path, query, signal) {
  const url = new URL(`${path}?${query}`, document.baseURI.split(/[?#]/)[0]);
  const answer = await fetch(url, { signal }).catch((error) => {
    throw error.name === "AbortError" ? error : new Refusal("The server is not responding.");
  });
  if (!answer.ok) throw new Refusal(await answer.text());
  return answer;
}

/** The text of a format. @param {string} query @param {AbortSignal} signal */
export const textOf = async (query, signal) => (await ask("export", query, signal)).text();

/** A picture drawn by this browser. @returns {Promise<File>} */
export async function draw(query, format, signal) {
  const drawn = await (await ask("export/figure", query, signal)).json();
  const { name, width, height, figure, "pixel-ratio": ratio } = drawn;
  const picture = { ...figure, config: { plotGlPixelRatio: ratio } };
  const url = await window.Plotly.toImage(picture, { format, width, height, scale: ratio });
  return { name, blob: await (await fetch(url)).blob() };
}

/**
 * A file from the server, which reports its progress; an aborted signal stops it.
 * @param {Progress} onProgress
 * @returns {Promise<File>}
 */
export async function fetchFile(query, signal, onProgress) {
  const reader = (await ask("export/told", query, signal)).body.getReader();
  let rest = new Uint8Array();
  for (;;) {
    const end = rest.indexOf(10);
    if (end < 0) {
      const { value, done } = await reader.read();
      if (done) throw new Refusal("The export was interrupted. Please try again.");
      rest = joined(rest, value);
      continue;
    }
    const line = new TextDecoder().decode(rest.subarray(0, end));
    rest = rest.subarray(end + 1);
    const news = line ? JSON.parse(line) : {};
    if (news.error) throw new Refusal(news.error);
    if (news.total) onProgress(news.done, news.total);
    if (news.name) return { name: news.name, blob: new Blob(await toTheEnd(reader, rest, news.size)) };
  }
}

async function toTheEnd(reader, first, size) {
  const parts = [first];
  let length = first.length;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  if (length !== size) throw new Refusal("The export was interrupted. Please try again.");
  return parts;
}

function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** @param {File} file */
export function save({ name, blob }) {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  // Revoked later, because the browser must have started the download.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
