import { wake } from "../../shared/events.ts";
import { allTasks } from "../../shared/tasks/load-tasks.ts";
import { trainables } from "../5-train/tasks.ts";
import { type TrainRequest, train } from "../5-train/train.ts";
import type { Installation } from "./installation.ts";

/**
 * Trains in this process, on the installation's tables, and publishes with the promoted models. Returns undefined if
 * another worker is training.
 */
export const trainNow = async ({ platform, settle }: Installation, request: TrainRequest) => {
  const asked = { ...request, asked: true };
  const trainings = await train(platform, trainables(allTasks(platform.taskFolder)))(
    wake("train", "asked for"),
    asked,
  );
  await settle();
  return trainings;
};
