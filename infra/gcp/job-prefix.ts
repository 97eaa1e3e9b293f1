import { z } from "zod";
import { PreconditionFailed } from "../../shared/errors.ts";
import type { Ids, ObjectStore } from "../../shared/ports.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";

const name = "warehouse/v1/job-prefix.json";
const JobPrefix = z.strictObject({ prefix: z.string().regex(/^[\w-]{1,64}$/) });

/**
 * What begins the id of every BigQuery job. BigQuery remembers an id for six months and carries none out twice, while
 * leases count from 1 in a new state bucket: so the prefix is made once for each state bucket, and kept in it.
 */
export const jobPrefixIn = async (state: ObjectStore, ids: Ids): Promise<string> => {
  const found = await readJson(state, name, JobPrefix);
  if (found) return found.value.prefix;
  try {
    await writeJson(state, name, { prefix: ids.next() }, "0");
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error; // another function was quicker
  }
  return jobPrefixIn(state, ids);
};
