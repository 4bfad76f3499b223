/** Files that lie compressed on the host: a static host may send them as they are. */

const GZIP = [0x1f, 0x8b];

/** @param {string|URL} url @returns {Promise<string>} the text of a gzip file, or of a plain one */
export async function fetchText(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} is missing (${answer.status})`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const isPacked = GZIP.every((byte, i) => bytes[i] === byte); // else the host has unpacked it
  const stream = new Blob([bytes]).stream();
  return new Response(isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).text();
}

/** Run a classic script that lies compressed. @param {string|URL} url */
export async function runScript(url) {
  const script = document.createElement("script");
  script.textContent = await fetchText(url);
  document.head.append(script);
  script.remove();
}
