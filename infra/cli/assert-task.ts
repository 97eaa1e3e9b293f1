import { taskNames } from "../../shared/tasks/load-tasks.ts";
import { WrongUsage } from "./entry-point.ts";

export const assertTask = (task: string | undefined): void => {
  if (task !== undefined && !taskNames().includes(task))
    throw new WrongUsage(`there is no task "${task}"; the tasks are ${taskNames().join(", ")}`);
};
