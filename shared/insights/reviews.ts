import { z } from "zod";
import type { Clock, ObjectStore } from "../ports.ts";
import { listJson, readJson, updateJson } from "../work/json-object.ts";

/**
 * What a person said of a finding. acknowledged: somebody looks into it. muted: it is not worth telling. expected: it was
 * planned, such as a sale, and is no surprise. open: what was said before is taken back.
 */
export const ReviewState = z.enum(["acknowledged", "muted", "expected", "open"]);
export type ReviewState = z.infer<typeof ReviewState>;

export const Review = z.strictObject({
  finding: z.string(),
  state: ReviewState,
  by: z.string(),
  at: z.iso.datetime(),
  note: z.string().max(500),
});
export type Review = z.infer<typeof Review>;

const folder = "reviews/v1/";
const nameOf = (finding: string): string => `${folder}${finding}.json`;

export const reviewsIn = (state: ObjectStore, clock: Clock) => ({
  async list(): Promise<readonly Review[]> {
    return listJson(state, folder, Review);
  },
  async of(finding: string): Promise<Review | undefined> {
    return (await readJson(state, nameOf(finding), Review))?.value;
  },
  /** Saying the same twice changes nothing: who said it first, and when, stays. */
  async say({ finding, state: said, by, note }: Omit<Review, "at">): Promise<Review> {
    const at = clock.now().toISOString();
    const made: Review = { finding, state: said, by, note, at };
    const kept = await updateJson(state, nameOf(finding), Review, (current) =>
      current?.state === said ? undefined : made,
    );
    return kept ?? made;
  },
});
