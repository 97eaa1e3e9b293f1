import { z } from "zod";
import type { ObjectStore } from "../../shared/ports.ts";
import { readJson, updateJson } from "../../shared/work/json-object.ts";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The result of the last training of a task. It is written last: a training without it did not end. */
export const Attempt = z.object({
  schema: z.literal("daybook.training/v1"),
  task: z.string(),
  outcome: z.enum(["promoted", "kept", "too_few_rows", "refused"]),
  because: z.string(),
  version: z.string().nullable(),
  at: z.iso.datetime(),
  /** In the company's time zone: there is one nightly training per date. */
  localDate: z.iso.date(),
  inputs: Sha256,
  erasures: Sha256,
});
export type Attempt = z.infer<typeof Attempt>;

const attemptName = (task: string) => `train/v1/${task}.json`;

export const attemptsIn = (state: ObjectStore) => ({
  last: async (task: string): Promise<Attempt | undefined> =>
    (await readJson(state, attemptName(task), Attempt))?.value,
  async record(attempt: Attempt): Promise<void> {
    await updateJson(state, attemptName(attempt.task), Attempt, () => attempt);
  },
});
