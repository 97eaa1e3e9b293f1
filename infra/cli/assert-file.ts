import { statSync } from "node:fs";
import { WrongUsage } from "./entry-point.ts";

export const assertFile = (path: string): void => {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new WrongUsage(`${path} is not a file`);
};
