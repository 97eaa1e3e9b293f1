import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf } from "../errors.ts";
import { type Feature, Features, type Task, TaskFile } from "./task.ts";
import { builtIn, taskFile, taskNames } from "./task-names.ts";

/** Every task in a folder; throws one error that lists the faults of all of them. */
export const loadTasks = (folder: string = builtIn): readonly Task[] => {
  const faults: string[] = [];
  const tasks = taskNames(folder).flatMap((name) => {
    try {
      return [loadTask(name, undefined, folder)];
    } catch (error) {
      faults.push(messageOf(error));
      return [];
    }
  });
  if (tasks.length === 0 && faults.length === 0) faults.push(`no task (*/task.yaml) in ${folder}`);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return tasks;
};

/** The built-in tasks and, if a folder is given, those in it. Its tasks must have names of their own. */
export const allTasks = (beside: string | undefined): readonly Task[] => {
  if (beside === undefined) return loadTasks();
  const taken = taskNames(beside).find((name) => taskNames().includes(name));
  if (taken !== undefined)
    throw new Error(`${beside}: ${taken} is the name of a built-in task; choose another`);
  return [...loadTasks(), ...loadTasks(beside)];
};

/** A task by its name, with its default label or another one. Read once in a process. */
export const loadTask = (name: string, label?: string, folder: string = builtIn): Task => {
  if (!taskNames(folder).includes(name))
    throw new Error(`there is no task "${name}"; there are: ${taskNames(folder).join(", ")}`);
  const key = JSON.stringify([folder, name, label]);
  const task = loaded.get(key) ?? withPlace(`${name}/task.yaml`, () => readTask(folder, name, label));
  loaded.set(key, task);
  return task;
};

const loaded = new Map<string, Task>();

const readTask = (folder: string, name: string, asked: string | undefined): Task => {
  const file = taskFile(folder, name);
  const path = (relative: string) => resolve(dirname(file), relative);
  const text = (relative: string) => readFileSync(path(relative), "utf8");
  const { rows, features, leaveOut, labels, sequence, series, knownDays, size, ...told } = parsed(
    TaskFile,
    text("task.yaml"),
  );
  if (told.name !== name) throw new Error(`its name is ${told.name}, and its folder's is ${name}`);
  const label = asked ?? told.label;
  const chosen = labels[label];
  if (!chosen)
    throw new Error(`task ${name} has no label "${label}"; it has: ${Object.keys(labels).join(", ")}`);
  const all = typeof features === "string" ? parsed(Features, text(features)) : features;
  const task = {
    ...told,
    label,
    rowsSql: text(rows),
    features: without(leaveOut, all),
    ...(sequence && { sequence: { ...sequence, sql: text(sequence.sql) } }),
    ...(series !== undefined && { seriesSql: text(series) }),
    ...(knownDays !== undefined && { knownDaysSql: text(knownDays) }),
    ...(size !== undefined && { sizeSql: text(size) }),
    labelSql: text(chosen.sql),
    onlyAfterPurchase: chosen.rows === "after_purchase",
    absent: chosen.absent,
  };
  return { ...task, definition: JSON.stringify(task) };
};

const without = (leaveOut: readonly string[], all: readonly Feature[]): readonly Feature[] => {
  const unknown = leaveOut.find((name) => !all.some((feature) => feature.name === name));
  if (unknown !== undefined) throw new Error(`it leaves out "${unknown}", which is not one of its features`);
  return all.filter(({ name }) => !leaveOut.includes(name));
};

const parsed = <Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> => {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
};

const withPlace = (place: string, read: () => Task): Task => {
  try {
    return read();
  } catch (error) {
    throw new Error(`${place}: ${messageOf(error)}`, { cause: error });
  }
};
