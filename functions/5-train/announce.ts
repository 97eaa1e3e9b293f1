import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { localTime } from "./due.ts";

/** The published predictions come from the previous model: asks publish for new ones. */
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
