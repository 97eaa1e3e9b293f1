import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** A folder of ../shared/data, beside the checkout. */
export const dataset = (name: string): string => {
  const folder = resolve("..", "shared", "data", name);
  if (!existsSync(folder))
    throw new Error(`the dataset ${name} is missing: these tests need ${join("..", "shared", "data", name)}`);
  return folder;
};

export const csvFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".csv"))
    .sort();
