import { z } from "zod";
import type { ObjectStore } from "../../shared/ports.ts";
import { readJson, updateJson } from "../../shared/work/json-object.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What became of the last training of a task. Written last: what is not here did not end. */
export const Attempt = z.strictObject({
  schema: z.literal("daybook.training/v1"),
  task: z.string(),
  outcome: z.enum(["promoted", "kept", "too_few_rows", "refused"]),
  because: z.string(),
  version: z.string().nullable(),
  at: z.iso.datetime(),
  /** In the company's time zone: the nightly training is done once for each. */
  localDate: z.iso.date(),
  inputs: Sha256,
  erasures: Sha256,
});
export type Attempt = z.infer<typeof Attempt>;

const nameOf = (task: string) => `train/v1/${task}.json`;

export const attemptsIn = (state: ObjectStore) => ({
  last: async (task: string): Promise<Attempt | undefined> =>
    (await readJson(state, nameOf(task), Attempt))?.value,
  async record(attempt: Attempt): Promise<void> {
    await updateJson(state, nameOf(attempt.task), Attempt, () => attempt);
  },
});
