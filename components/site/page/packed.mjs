/** Reads files that are stored compressed, because not every static host compresses what it sends. */

const GZIP = [0x1f, 0x8b];

/** @param {string|URL} url @returns {Promise<Response>} the content of a gzip file, or of a plain one */
async function fetchPacked(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} is missing (${answer.status})`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const isPacked = GZIP.every((byte, i) => bytes[i] === byte); // otherwise it was decompressed on the way
  const stream = new Blob([bytes]).stream();
  return new Response(isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream);
}

/** @param {string|URL} url */
export const fetchJson = async (url) => (await fetchPacked(url)).json();

/** @param {string|URL} url @returns {Promise<Uint8Array>} */
export const fetchBytes = async (url) => new Uint8Array(await (await fetchPacked(url)).arrayBuffer());

/** Run classic scripts one after the other, in order. @param {string[]} urls */
export async function runScripts(urls) {
  const texts = await Promise.all(urls.map(async (url) => (await fetchPacked(url)).text()));
  texts.forEach((text, i) => {
    const script = document.createElement("script");
    // Dash's scripts read their own address to find the scripts that they load in turn.
    Object.defineProperty(script, "src", { value: urls[i] });
    script.text = text;
    document.head.append(script);
  });
}
