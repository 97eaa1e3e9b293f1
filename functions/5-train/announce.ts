import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { localTime } from "./due.ts";

/** What is served was computed with the model before: there is something to publish. */
export const announceModel = async (
  { state, bus, clock, company }: Pick<Platform, "state" | "bus" | "clock" | "company">,
  task: string,
  version: string,
): Promise<void> => {
  await dirtySetIn(state).add("publish", `model-${task}-${version}`, {
    feed: "models",
    fileDate: localTime(clock.now(), company.timeZone).date,
    days: [],
  });
  await bus.publish(topicOf("publish"), wake("publish", `model ${task}/${version}`));
};
