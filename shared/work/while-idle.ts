import { RetryLater } from "../errors.ts";
import { type LeaseTools, singleFlight } from "./lease.ts";

const patience = 20;

/** Works while a stage stands still, with no job begun: nothing that it has planned may name what is removed here. */
export const whileIdle = async (
  tools: LeaseTools,
  stage: string,
  work: () => Promise<void>,
): Promise<void> => {
  for (let attempt = 0; attempt < patience; attempt++) {
    let isFree = false;
    const outcome = await singleFlight(tools, stage, async (lease) => {
      isFree = lease.intent === null;
      if (isFree) await work();
    });
    if (outcome === "done" && isFree) return;
    await tools.clock.sleep(500);
  }
  throw new RetryLater(`nothing can be removed while ${stage} is at work; run it again`);
};
