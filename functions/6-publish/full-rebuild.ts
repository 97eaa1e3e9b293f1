import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, type Token } from "../../shared/work/dirty-set.ts";

/** In place of a feed's name: the next snapshot is read from the tables alone. RUNBOOK.md says how people ask for it. */
const everything = "everything";

export const asksForEverything = (tokens: readonly Token[]): boolean =>
  tokens.some(({ feed }) => feed === everything);

export const askForEverything = async ({
  state,
  bus,
  clock,
}: Pick<Platform, "state" | "bus" | "clock">): Promise<void> => {
  const fileDate = clock.now().toISOString().slice(0, 10);
  await dirtySetIn(state).add("publish", everything, { feed: everything, fileDate, days: [] });
  await bus.publish(topicOf("publish"), wake("publish", everything));
};
