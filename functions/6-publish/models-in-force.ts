import { messageOf } from "../../shared/errors.ts";
import type { Family, Model } from "../../shared/learning/model.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Card } from "../../shared/registry/card.ts";
import { registryIn } from "../../shared/registry/registry.ts";
import { openModel } from "../../shared/registry/self-test.ts";
import { loadTask, taskNames } from "../../shared/tasks/load-tasks.ts";
import type { Task } from "../../shared/tasks/task.ts";

export interface ModelInForce {
  readonly task: Task;
  readonly card: Card;
  readonly model: Model;
}

/** The promoted models that answer about customers. One that is damaged is left out: the publication goes on without it. */
export const modelsInForce = async (
  { models, log }: Pick<Platform, "models" | "log">,
  families: ReadonlyMap<string, Family>,
): Promise<readonly ModelInForce[]> => {
  const registry = registryIn(models);
  const found: ModelInForce[] = [];
  for (const task of taskNames().map((name) => loadTask(name))) {
    if (task.entity !== "customer" || task.row !== "window") continue;
    try {
      const current = await registry.current(task.name);
      if (!current) continue;
      const loaded = await registry.load(task.name, current.value.version);
      const features = task.features.map(({ name }) => name);
      found.push({ task, card: loaded.card, model: openModel(loaded, families, features) });
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
