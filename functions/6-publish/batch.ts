import { z } from "zod";
import type { ObjectStore } from "../../shared/ports.ts";
import type { DriftReport } from "../../shared/registry/drift-report.ts";
import type { CustomerRanks } from "../../shared/serving/sections/customer-ranks.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";
import { folderOf } from "../../shared/serving/snapshot-manifest.ts";
import type { ModelInForce } from "./models-in-force.ts";
import { CustomerRanking } from "./rank-customers.ts";
import { type CompanyAsOf, hasSeen, TaskBatch, type TaskCounts } from "./task-batch.ts";

/** The task that customers are ranked by. */
const rankedTask = "spend_30d";
/** About 4 MB: BigQuery allows 10 MB of query parameters. */
export const linesInSlice = 40_000;

/** Predictions for some of the customers: an object of the snapshot, so that customer ids are stored nowhere else. */
export const Slice = z.object({
  /** As spend_predictions.sql reads them. */
  lines: z.array(z.string()),
});
export type Slice = z.infer<typeof Slice>;

export interface BatchState {
  readonly slices: readonly string[];
  /** Of each task, in their order. */
  readonly drift: readonly TaskCounts[];
  readonly ranks: CustomerRanks;
}

/** Predicts for customers as they stream by, and stores the lines beside the snapshot, so that a job can be repeated. */
export class Batch {
  readonly #serving: ObjectStore;
  readonly #id: string;
  readonly #tasks: readonly TaskBatch[];
  readonly names: readonly string[];
  readonly #ranking: CustomerRanking;
  #lines: string[] = [];
  /** The names of the stored objects. */
  readonly slices: string[];

  constructor(
    serving: ObjectStore,
    id: string,
    models: readonly ModelInForce[],
    asOf: CompanyAsOf | undefined,
    earlier?: BatchState,
  ) {
    this.#serving = serving;
    this.#id = id;
    const fit = asOf ? models.filter((each) => !hasSeen(each, asOf.from)) : [];
    this.names = fit.map(({ task }) => task.name);
    this.#tasks = asOf ? fit.map((each, place) => new TaskBatch(each, asOf, earlier?.drift[place])) : [];
    this.slices = [...(earlier?.slices ?? [])];
    this.#ranking = new CustomerRanking(earlier?.ranks);
  }

  /** As another run continues it. Everything that was predicted must have been written. */
  get state(): BatchState {
    return {
      slices: [...this.slices],
      drift: this.#tasks.map((task) => task.counted),
      ranks: this.#ranking.ranks(),
    };
  }

  async add(customers: readonly (readonly [string, CustomerHistory])[]): Promise<void> {
    for (const customer of customers) this.#ranking.add(...customer);
    for (const task of this.#tasks) {
      const tell =
        task.name === rankedTask
          ? (id: string, value: number) => this.#ranking.predicted(id, value)
          : undefined;
      for (const line of task.predict(customers, tell)) this.#lines.push(line);
    }
    this.#ranking.predictedAll();
    if (this.#lines.length >= linesInSlice) await this.write();
  }

  /** Of all customers that streamed by. */
  ranks(): CustomerRanks {
    return this.#ranking.ranks();
  }

  drift(at: Date): DriftReport[] {
    return this.#tasks.map((task) => task.drift(at));
  }

  /** Stores what waits. */
  async write(): Promise<void> {
    if (this.#lines.length === 0) return;
    const place = String(this.slices.length).padStart(6, "0");
    const object = `${folderOf(this.#id)}predictions/${place}.json`;
    const slice: Slice = { lines: this.#lines };
    await this.#serving.write(object, JSON.stringify(slice));
    this.slices.push(object);
    this.#lines = [];
  }
}
