import type { Entries } from "../../shared/serving/section.ts";
import {
  type CustomerHistory,
  customers as customersSection,
} from "../../shared/serving/sections/customers.ts";
import { type NewSection, shardedSection } from "../../shared/serving/write-parts.ts";
import type { Batch } from "./batch.ts";
import type { CustomersByDay } from "./customers.ts";
import type { Progress } from "./progress.ts";

/** The run's time is used up between two shards. */
export class Paused extends Error {
  override readonly name = "Paused";
  readonly customers: Progress["customers"];
  constructor(customers: Progress["customers"]) {
    super(`the publication goes on in another run, after ${customers.shards.length} shards`);
    this.customers = customers;
  }
}

export interface CustomersRun {
  readonly batch: Batch;
  readonly earlier: Progress["customers"] | undefined;
  isOver(): boolean;
  /** Throws if these are not the customers that the tables count. */
  agree(found: CustomersByDay): Promise<void>;
}

/** Writes customers shard by shard and predicts for each shard's customers. Throws Paused when the run's time is used up. */
export const customersInRuns = (
  all: Entries<CustomerHistory>,
  { batch, earlier, isOver, agree }: CustomersRun,
): NewSection => {
  const found = new Map(Object.entries(earlier?.countedByDay ?? {}));
  return shardedSection(customersSection, all, {
    before: earlier?.shards ?? [],
    async finished(entries, shards) {
      for (const [, { days }] of entries) for (const [day] of days) found.set(day, (found.get(day) ?? 0) + 1);
      await batch.add(entries);
      if (!isOver()) return;
      await batch.write();
      const after = entries.at(-1)?.[0] ?? "";
      throw new Paused({ shards: [...shards], after, countedByDay: Object.fromEntries(found) });
    },
    async ended() {
      await batch.write();
      await agree(found);
    },
  });
};
