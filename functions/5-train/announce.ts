import type { Platform } from "../../shared/platform.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { localTime } from "./due.ts";

/** What is served was computed with the model before: there is something to publish. */
export const announceModel = async (
  platform: Pick<Platform, "state" | "bus" | "graph" | "clock" | "company">,
  task: string,
  version: string,
): Promise<void> => {
  await handOn(platform, "train", `model-${task}-${version}`, {
    feed: "models",
    fileDate: localTime(platform.clock.now(), platform.company.timeZone).date,
    days: [],
  });
  await wakeNext(platform, "train", `model ${task}/${version}`);
};
