import { z } from "zod";

/** What a bucket says when an object is written or removed: the fields of Google's StorageObjectData that matter here. */
export const ObjectEvent = z.object({
  bucket: z.string().min(1),
  name: z.string().min(1).max(1024),
  generation: z
    .union([z.string(), z.int()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,19}$/)),
});
export type ObjectEvent = z.infer<typeof ObjectEvent>;

/** A stage's name in functions/pipeline.ts. Topics, state objects and job ids contain it, and a service account's id (30 characters at most). */
export const StageName = z.string().regex(/^[a-z][a-z0-9]{0,21}$/);

/** "There may be work." It names none: losing, doubling or forging it changes nothing. */
export const Wake = z.strictObject({
  schema: z.literal("daybook.wake/v1"),
  stage: StageName,
  cause: z.string().max(2000).optional(),
});
export type Wake = z.infer<typeof Wake>;

export const wake = (stage: string, cause?: string): Wake => ({
  schema: "daybook.wake/v1",
  stage,
  ...(cause === undefined ? {} : { cause }),
});

/** The topic that wakes a stage. */
export const topicOf = (stage: string): string => `daybook-${stage}`;
