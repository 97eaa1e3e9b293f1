import { messageOf } from "../../../shared/errors.ts";
import type { Family, Model } from "../../../shared/learning/model.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Card } from "../../../shared/registry/card.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { featureNames, type Task } from "../../../shared/tasks/task.ts";

export interface CreditModel {
  readonly task: Task;
  readonly card: Card;
  readonly model: Model;
}

/** The promoted model of a task about invoices; undefined before a training, or if it is damaged, which is logged. */
export const creditModel = async (
  { models, log }: Pick<Platform, "models" | "log">,
  families: ReadonlyMap<string, Family>,
  name: string,
): Promise<CreditModel | undefined> => {
  const registry = registryIn(models);
  const task = loadTask(name);
  try {
    const current = await registry.current(name);
    if (!current) return undefined;
    const loaded = await registry.load(name, current.value.version);
    return { task, card: loaded.card, model: openModel(loaded, families, featureNames(task)) };
  } catch (error) {
    log.error("no scores of open invoices", { counter: "model_stale", task: name, error: messageOf(error) });
    return undefined;
  }
};
