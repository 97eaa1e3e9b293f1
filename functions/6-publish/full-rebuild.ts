import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, everything, type Token } from "../../shared/work/dirty-set.ts";

export const asksForFullRebuild = (tokens: readonly Token[]): boolean =>
  tokens.some(({ feed }) => feed === everything);

export const askForFullRebuild = async ({
  state,
  bus,
  clock,
}: Pick<Platform, "state" | "bus" | "clock">): Promise<void> => {
  const fileDate = clock.now().toISOString().slice(0, 10);
  await dirtySetIn(state).add("publish", everything, { feed: everything, fileDate, days: [] });
  await bus.publish(topicOf("publish"), wake("publish", everything));
};
