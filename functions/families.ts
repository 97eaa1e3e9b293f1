import { approachTo } from "../shared/learning/approaches.ts";
import { medianCandidate } from "../shared/learning/candidate.ts";
import { calibrated } from "../shared/learning/combined/calibrated.ts";
import type { Family } from "../shared/learning/model.ts";
import { loadTasks } from "../shared/tasks/load-tasks.ts";
import { featureNames, type Task } from "../shared/tasks/task.ts";

/** Every family of stored models, by name. A family loads any model saved under its name, whatever its own settings. */
export const allFamilies = (tasks: readonly Task[] = loadTasks()): ReadonlyMap<string, Family> => {
  const alone = tasks.flatMap((task) =>
    task.target === "series"
      ? []
      : approachTo(task.target).candidates({
          features: featureNames(task),
          horizonDays: task.horizonDays,
          sequences: true,
        }),
  );
  const own = [...alone, medianCandidate(alone)].map(({ family }) => family);
  return new Map([...own, calibrated(own)].map((family) => [family.name, family]));
};
