import { z } from "zod";
import type { Ids, ObjectStore } from "../../shared/ports.ts";
import { createJson, readJson } from "../../shared/work/json-object.ts";

const name = "warehouse/v1/job-prefix.json";
const JobPrefix = z.strictObject({ prefix: z.string().regex(/^[\w-]{1,64}$/) });

/**
 * The prefix of every BigQuery job id, generated once per state bucket and stored in it. BigQuery never runs an id twice
 * within six months, but leases count from 1 in a new state bucket: without the prefix their ids would collide.
 */
export const readJobPrefix = async (state: ObjectStore, ids: Ids): Promise<string> => {
  const found = await readJson(state, name, JobPrefix);
  if (found) return found.value.prefix;
  // If another function writes it first, that prefix counts.
  await createJson(state, name, { prefix: ids.next() });
  return readJobPrefix(state, ids);
};
