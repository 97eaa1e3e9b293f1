import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { counted } from "../../shared/words.ts";
import { readStageWork, type StageWork } from "./stage-work.ts";

export interface Waiting {
  /** In the order of the data. */
  readonly stages: readonly string[];
  readonly waitMs: number;
  /** Is given what the command waits for, whenever that changes. */
  onNote(text: string): void;
}

const lookEveryMs = 2_000;
const wakeEveryMs = 60_000;

/**
 * Waits until the functions of a deployment have done all work. Wakes them, because a wake may have been lost. It only
 * reads and wakes, so it can be stopped at any moment. When the time is up, it throws and names what still waits.
 */
export const waitUntilIdle = async (
  platform: Pick<Platform, "state" | "bus" | "clock">,
  { stages, waitMs, onNote }: Waiting,
): Promise<void> => {
  const now = () => platform.clock.now().getTime();
  const deadline = now() + waitMs;
  let nextWake = now();
  let noted = "";
  for (;;) {
    const busy = await busyStages(platform, stages);
    if (busy.length === 0) return;
    const text = busy.map(workText).join("; ");
    if (now() >= deadline)
      throw new Error(
        `after ${counted(Math.round(waitMs / 60_000), "minute")} there is still work: ${text}. The deployment goes on by itself: look with \`status\` or \`doctor\`, or run the same command again with a longer --wait`,
      );
    if (text !== noted) onNote(`Waiting for ${text}`);
    noted = text;
    if (now() >= nextWake) {
      await wakeAll(platform, busy);
      nextWake = now() + wakeEveryMs;
    }
    await platform.clock.sleep(lookEveryMs);
  }
};

/** One after the other: a stage makes the next one's tokens before it removes its own, so no work slips through. */
const busyStages = async (
  { state, clock }: Pick<Platform, "state" | "clock">,
  stages: readonly string[],
): Promise<readonly StageWork[]> => {
  const busy: StageWork[] = [];
  for (const stage of stages) {
    const work = await readStageWork(state, clock, stage);
    if (work.tokens > 0 || work.worker !== "none") busy.push(work);
  }
  return busy;
};

const wakeAll = async ({ bus }: Pick<Platform, "bus">, busy: readonly StageWork[]): Promise<void> => {
  for (const { stage, worker } of busy)
    if (worker !== "working") await bus.publish(topicOf(stage), wake(stage, "an operator waits"));
};

const workText = ({ stage, tokens, worker }: StageWork): string =>
  `${stage} (${counted(tokens, "token")}${worker === "none" ? "" : worker === "working" ? ", at work" : ", its worker stopped"})`;
