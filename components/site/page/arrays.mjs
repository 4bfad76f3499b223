/**
 * Long arrays of numbers, which several figures and pages share. On the host the first bytes of all
 * numbers come first, then the second ones …: so they take half the room.
 */
import { fetchBytes } from "./packed.mjs";

const PIECE = 0x8000; // as many arguments as every browser takes

/** @param {{file: string, size: number}} array size of a number in bytes @returns {Promise<string>} base64 */
export async function fetchArray({ file, size }) {
  const planes = await fetchBytes(file);
  const count = planes.length / size;
  const bytes = planes.map((_, i) => planes[(i % size) * count + Math.floor(i / size)]);
  let text = "";
  for (let i = 0; i < bytes.length; i += PIECE) text += String.fromCharCode(...bytes.subarray(i, i + PIECE));
  return btoa(text);
}
