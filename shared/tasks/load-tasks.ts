import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf } from "../errors.ts";
import { Feature, type Task, TaskFile } from "./task.ts";

const builtIn = new URL("./", import.meta.url);

let names: readonly string[] | undefined;
const loaded = new Map<string, Task>();

/** The tasks there are, in the order of their names. */
export const taskNames = (): readonly string[] => {
  names ??= readdirSync(fileURLToPath(builtIn))
    .filter((name) => existsSync(new URL(`${name}/task.yaml`, builtIn)))
    .sort();
  return names;
};

/** A task by its name, with the label it is usually about or another of its labels. Read once in a process. */
export const loadTask = (name: string, label?: string): Task => {
  const key = JSON.stringify([name, label]);
  const task = loaded.get(key) ?? readTask(name, label);
  loaded.set(key, task);
  return task;
};

const readTask = (name: string, label: string | undefined): Task => {
  if (!taskNames().includes(name))
    throw new Error(`there is no task "${name}"; there are: ${taskNames().join(", ")}`);
  const file = new URL(`${name}/task.yaml`, builtIn);
  const { rows, features, leaveOut, labels, sequence, series, ...told } = read(file, TaskFile);
  const chosen = labels[label ?? told.label];
  if (chosen === undefined)
    throw new Error(
      `task ${name} has no label "${label ?? told.label}"; it has: ${Object.keys(labels).join(", ")}`,
    );
  const text = (path: string) => readFileSync(new URL(path, file), "utf8");
  const task = {
    ...told,
    label: label ?? told.label,
    rowsSql: text(rows),
    features: keptOf(read(new URL(features, file), z.array(Feature).min(1)), leaveOut, name),
    ...(sequence && { sequence: { ...sequence, sql: text(sequence.sql) } }),
    ...(series && { seriesSql: text(series) }),
    labelSql: text(chosen.sql),
    onlyAfterPurchase: chosen.rows === "after_purchase",
    absent: chosen.absent,
  };
  return { ...task, definition: JSON.stringify(task) };
};

const keptOf = (all: readonly Feature[], leaveOut: readonly string[], task: string): readonly Feature[] => {
  const unknown = leaveOut.find((name) => !all.some((feature) => feature.name === name));
  if (unknown !== undefined) throw new Error(`task ${task} leaves out "${unknown}", which is no feature`);
  return all.filter(({ name }) => !leaveOut.includes(name));
};

const read = <Schema extends z.ZodType>(file: URL, schema: Schema): z.infer<Schema> => {
  const place = file.pathname.split("/").slice(-2).join("/");
  try {
    const parsed = schema.safeParse(parse(readFileSync(file, "utf8")));
    if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
    return parsed.data;
  } catch (error) {
    throw new Error(`${place}: ${messageOf(error)}`, { cause: error });
  }
};
