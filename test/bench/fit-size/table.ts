import { closeSync, openSync, writeSync } from "node:fs";
import { stream } from "../../../shared/learning/random.ts";

export const words = ["north", "south", "east", "west", "middle"];
const numbers = 28;

/** Writes a CSV table of 28 columns of numbers and 2 of words, 3 % of the numbers missing; ten columns decide the target. */
export const writeTable = (file: string, rows: number): void => {
  const random = stream(3, "size");
  const bell = () => random.next() + random.next() + random.next() - 1.5;
  const out = openSync(file, "w");
  const names = Array.from({ length: numbers }, (_, place) => `x${place}`);
  writeSync(out, `${[...names, "region", "shop", "y"].join(",")}\n`);
  for (let from = 0; from < rows; from += 5000) {
    const lines = Array.from({ length: Math.min(5000, rows - from) }, () => lineOf(bell, random));
    writeSync(out, `${lines.join("\n")}\n`);
  }
  closeSync(out);
};

const lineOf = (bell: () => number, random: ReturnType<typeof stream>): string => {
  const x = Array.from({ length: numbers }, bell);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = x;
  const [region, shop] = [random.below(words.length), random.below(200)];
  const y =
    4 * a +
    6 * Math.sin(4 * b) +
    5 * c * d +
    3 * Math.abs(e) +
    (f > 0.3 ? 4 : 0) +
    region +
    ((shop * 37) % 11) / 2 +
    2 * bell();
  const cells = x.map((value) => (random.chance(0.03) ? "" : value.toFixed(4)));
  return `${cells.join()},${words[region]},s${shop},${y.toFixed(3)}`;
};
