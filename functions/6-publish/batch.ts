import { z } from "zod";
import type { ObjectStore } from "../../shared/ports.ts";
import type { DriftReport } from "../../shared/registry/drift-report.ts";
import type { CustomerRanks } from "../../shared/serving/sections/customer-ranks.ts";
import type { CustomerHistory } from "../../shared/serving/sections/customers.ts";
import { folderOf } from "../../shared/serving/snapshot-manifest.ts";
import type { ModelInForce } from "./models-in-force.ts";
import { CustomerRanking } from "./rank-customers.ts";
import { type CompanyAsOf, hasSeen, TaskBatch } from "./task-batch.ts";

/** Customers whose features are in memory at a time. */
const customersAtOnce = 1000;
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

/** Predicts for customers as they stream by, and stores the lines beside the snapshot, so that a job can be repeated. */
export class Batch {
  readonly #serving: ObjectStore;
  readonly #id: string;
  readonly #tasks: readonly TaskBatch[];
  readonly names: readonly string[];
  readonly #ranking = new CustomerRanking();
  #waiting: (readonly [string, CustomerHistory])[] = [];
  #lines: string[] = [];
  /** The names of the stored objects. */
  readonly slices: string[] = [];

  constructor(
    serving: ObjectStore,
    id: string,
    models: readonly ModelInForce[],
    asOf: CompanyAsOf | undefined,
  ) {
    this.#serving = serving;
    this.#id = id;
    const fit = asOf ? models.filter((each) => !hasSeen(each, asOf.from)) : [];
    this.names = fit.map(({ task }) => task.name);
    this.#tasks = asOf ? fit.map((each) => new TaskBatch(each, asOf)) : [];
  }

  async *through(
    customers: AsyncIterable<readonly [string, CustomerHistory]>,
  ): AsyncGenerator<readonly [string, CustomerHistory]> {
    for await (const customer of customers) {
      this.#ranking.add(...customer);
      if (this.#tasks.length > 0) {
        this.#waiting.push(customer);
        if (this.#waiting.length >= customersAtOnce) this.#predict();
        if (this.#lines.length >= linesInSlice) await this.#write();
      } else this.#ranking.predictedAll();
      yield customer;
    }
    this.#predict();
    if (this.#tasks.length > 0) await this.#write();
  }

  /** Of all customers that streamed by. */
  ranks(): CustomerRanks {
    return this.#ranking.ranks();
  }

  drift(at: Date): DriftReport[] {
    return this.#tasks.map((task) => task.drift(at));
  }

  #predict(): void {
    for (const task of this.#tasks) {
      const tell =
        task.name === rankedTask
          ? (id: string, value: number) => this.#ranking.predicted(id, value)
          : undefined;
      for (const line of task.predict(this.#waiting, tell)) this.#lines.push(line);
    }
    this.#ranking.predictedAll();
    this.#waiting = [];
  }

  async #write(): Promise<void> {
    const place = String(this.slices.length).padStart(6, "0");
    const object = `${folderOf(this.#id)}predictions/${place}.json`;
    const slice: Slice = { lines: this.#lines };
    await this.#serving.write(object, JSON.stringify(slice));
    this.slices.push(object);
    this.#lines = [];
  }
}
