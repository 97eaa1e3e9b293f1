import { z } from "zod";
import type { ObjectStore } from "../../shared/ports.ts";
import { CompanyView } from "../../shared/serving/sections/company.ts";
import { CustomerRanks } from "../../shared/serving/sections/customer-ranks.ts";
import { Shard } from "../../shared/serving/snapshot-manifest.ts";
import { Token } from "../../shared/work/dirty-set.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";
import type { CompanyRead } from "./read-company.ts";

/**
 * How far a publication has come that does not end within one run of the function. The next run writes the remaining
 * shards and counts on. It keeps the company's figures and the day to predict from: every customer of a snapshot is
 * described as of the same day.
 */
export const Progress = z.strictObject({
  schema: z.literal("daybook.publishing/v1"),
  /** If one of these is another by now, the publication begins anew: what is in force, the statements, the models, erased people. */
  replaces: z.string(),
  method: z.string(),
  models: z.array(z.string()),
  erasures: z.int(),
  /** Exactly these are removed in the end. Later ones wait for the next publication. */
  tokens: z.array(Token.extend({ name: z.string(), stored: z.string() })),
  started: z.iso.datetime(),
  runs: z.int(),
  /** The snapshot that is updated; null if all is read from the tables, and why. */
  base: z.string().nullable(),
  why: z.string(),
  company: z.strictObject({
    view: CompanyView,
    firstDay: z.iso.date().nullable(),
    asOf: z.iso.date().nullable(),
    customersByDay: z.record(z.string(), z.int()),
  }),
  customers: z.strictObject({
    shards: z.array(Shard),
    /** The last id in them. */
    after: z.string(),
    countedByDay: z.record(z.string(), z.int()),
  }),
  predictions: z.strictObject({
    ranks: CustomerRanks,
    slices: z.array(z.string()).readonly(),
    drift: z
      .array(z.strictObject({ rows: z.int(), counts: z.array(z.array(z.int()).readonly()).readonly() }))
      .readonly(),
  }),
});
export type Progress = z.infer<typeof Progress>;

/** In the serving bucket, which keeps what was replaced for two days only: ids of customers are in it. */
const name = "publishing/unfinished.json";

export const readProgress = async (serving: ObjectStore): Promise<Progress | undefined> => {
  const stored = await readJson(serving, name, z.unknown());
  // What another version of the code has left is begun anew.
  return stored && Progress.safeParse(stored.value).data;
};

export const keepProgress = async (serving: ObjectStore, progress: Progress): Promise<void> => {
  await writeJson(serving, name, progress);
};

export const forgetProgress = async (serving: ObjectStore): Promise<void> => {
  if (await serving.stat(name)) await serving.remove(name);
};

/** Its shards and slices are all still there: an erasure, for example, removes them. */
export const isComplete = async (serving: ObjectStore, progress: Progress): Promise<boolean> => {
  const live = new Map((await serving.list("serving/")).map((object) => [object.name, object.generation]));
  const { customers, predictions } = progress;
  return (
    customers.shards.every(({ object, generation }) => live.get(object) === generation) &&
    predictions.slices.every((slice) => live.has(slice))
  );
};

export const storedCompany = ({ customersByDay, ...company }: CompanyRead): Progress["company"] => ({
  ...company,
  customersByDay: Object.fromEntries(customersByDay),
});

export const companyOf = ({ company: { customersByDay, ...company } }: Progress): CompanyRead => ({
  ...company,
  customersByDay: new Map(Object.entries(customersByDay)),
});
