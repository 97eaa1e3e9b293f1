import type { Warehouse } from "../../../shared/ports.ts";
import { type ReadOptions, readExamples } from "../../../shared/tasks/read-rows.ts";
import type { Task } from "../../../shared/tasks/task.ts";

export type TaskRows = Awaited<ReturnType<typeof readInputs>>;

/** Every row of a task, also those whose outcome nobody knows yet. */
export const readInputs = async (
  warehouse: Warehouse,
  task: Task,
  asOf: readonly string[],
  options: Omit<ReadOptions, "knownUntil"> = {},
) => {
  // At the end of time every window is over, and an outcome that is absent is zero.
  const known = { ...options, knownUntil: "9999-12-31" };
  const rows = await readExamples(warehouse, { ...task, absent: "zero" }, asOf, known);
  const { examples, ...keys } = rows;
  const { y: _y, weight: _weight, ...inputs } = examples;
  return { inputs, ...keys };
};
