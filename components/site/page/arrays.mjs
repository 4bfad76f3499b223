/**
 * Long arrays of numbers, which several figures and pages share. A file holds the first bytes of all
 * numbers, then all second bytes, and so on, which compresses about a quarter better.
 */
import { fetchBytes } from "./packed.mjs";

const CHUNK = 0x8000; // arguments of one call; every browser accepts this many

/** @param {{file: string, size: number}} array `size` is the bytes per number @returns {Promise<string>} base64 */
export async function fetchArray({ file, size }) {
  const planes = await fetchBytes(file);
  const count = planes.length / size;
  const bytes = planes.map((_, i) => planes[(i % size) * count + Math.floor(i / size)]);
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}
