import { WrongUsage } from "./entry-point.ts";

/** Throws if the command line names a task that does not exist. */
export const assertTask = (task: string | undefined, known: readonly string[]): void => {
  if (task !== undefined && !known.includes(task))
    throw new WrongUsage(`there is no task "${task}"; the tasks are ${known.join(", ")}`);
};
