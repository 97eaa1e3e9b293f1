import { messageOf } from "../../shared/errors.ts";
import type { Family, Model } from "../../shared/learning/model.ts";
import type { Log, Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import { registryIn } from "../../shared/registry/registry.ts";
import { openModel } from "../../shared/registry/self-test.ts";
import { type Describer, describerFor } from "../../shared/serving/describers.ts";
import { allTasks } from "../../shared/tasks/load-tasks.ts";
import { featureNames, type Task } from "../../shared/tasks/task.ts";

export interface ModelInForce {
  readonly task: Task;
  readonly card: Card;
  readonly model: Model;
  readonly describe: Describer;
}

/** The promoted models whose predictions are stored for every customer. A damaged one is logged and left out. */
export const modelsInForce = async (
  { models, log, taskFolder }: Pick<Platform, "models" | "log" | "taskFolder">,
  families: ReadonlyMap<string, Family>,
  tasks: readonly Task[] = allTasks(taskFolder),
): Promise<readonly ModelInForce[]> => {
  const registry = registryIn(models);
  const found: ModelInForce[] = [];
  // The company's forecast is published by itself: see read-company.ts.
  for (const task of tasks.filter(({ target }) => target !== "series")) {
    try {
      const current = await registry.current(task.name);
      if (!current) continue;
      const describe = describerFor(task);
      if (!describe || task.target !== "amount") {
        logSkipped(log, task);
        continue;
      }
      const loaded = await registry.load(task.name, current.value.version);
      const model = openModel(loaded, families, featureNames(task));
      found.push({ task, card: loaded.card, model, describe });
    } catch (error) {
      log.error("no batch predictions", {
        counter: "model_stale",
        task: task.name,
        error: messageOf(error),
      });
    }
  }
  return found;
};

const skipped = new WeakSet<Task>();

/** Once in a process: every file leads to a publication. */
const logSkipped = (log: Log, task: Task): void => {
  if (skipped.has(task)) return;
  skipped.add(task);
  const why = task.describer
    ? `predictions.spend holds money, and this is a ${task.kind} of ${task.unit}`
    : "its features cannot be worked out from the snapshot: its task file names no describer";
  log.info("no batch predictions", { task: task.name, why });
};
