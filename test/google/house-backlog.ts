import { clean } from "../../functions/2-clean/clean.ts";
import { aggregate } from "../../functions/3-aggregate/aggregate.ts";
import { messageOf } from "../../shared/errors.ts";
import { wake } from "../../shared/events.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { memoryWorld } from "../e2e/delivery/memory-world.ts";
import { limits } from "./bigquery-quotas.ts";
import type { Finding } from "./house-bigquery.ts";

/** Runs each stage while more days wait for it than one job may change. */
export const backlogFindings = async (): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const [stage, run] of Object.entries({ clean, aggregate })) {
    const { platform } = memoryWorld();
    const dirty = dirtySetIn(platform.state);
    for (let day = 0; day <= limits.partitionsOfOneJob; day++) {
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
      await dirty.add(stage, date, { feed: "transactions", fileDate: date, days: [date] });
    }
    const reasons: string[] = [];
    try {
      await run(platform)(wake(stage));
    } catch (error) {
      reasons.push(messageOf(error).replace("Google refuses this: ", ""));
    }
    findings.push({ place: `${stage} of 4,001 days`, reasons });
  }
  return findings;
};
