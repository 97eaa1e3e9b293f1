import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const builtIn = fileURLToPath(new URL("./", import.meta.url));
export const taskFile = (folder: string, name: string): string => join(folder, name, "task.yaml");

/** The tasks in a folder, in the order of their names. Each is a folder with a task.yaml. */
export const taskNames = (folder: string = builtIn): readonly string[] => {
  const names = known.get(folder) ?? foldersIn(folder).filter((name) => existsSync(taskFile(folder, name)));
  known.set(folder, names.sort());
  return names;
};

const known = new Map<string, string[]>();

const foldersIn = (folder: string): string[] => {
  if (!existsSync(folder)) throw new Error(`${folder}: there is no such folder of tasks`);
  return readdirSync(folder);
};

/** Those of the built-in tasks and, if a folder is given, of those in it. None is read. */
export const allTaskNames = (beside: string | undefined): readonly string[] =>
  beside === undefined ? taskNames() : [...taskNames(), ...taskNames(beside)];
