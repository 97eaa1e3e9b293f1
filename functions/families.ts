import { familiesOf, medianOf } from "../shared/learning/families.ts";
import type { Family } from "../shared/learning/model.ts";
import { loadTask, taskNames } from "../shared/tasks/load-tasks.ts";

/** Every way of predicting that a stored model may be of, by the name it is stored under: what it learned says the rest. */
export const allFamilies = (): ReadonlyMap<string, Family> => {
  const alone = taskNames()
    .map((name) => loadTask(name))
    .flatMap(({ features, horizonDays }) =>
      familiesOf({
        kind: "spend",
        features: features.map(({ name }) => name),
        horizonDays,
        sequences: true,
      }),
    );
  return new Map([...alone, medianOf(alone)].map(({ family }) => [family.name, family]));
};
