import { z } from "zod";
import type { HttpReply } from "../http.ts";
import { json } from "./replies.ts";

/** RFC 9457: what is wrong, where, and what to do. */
export const ProblemDocument = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
export type ProblemDocument = z.infer<typeof ProblemDocument>;

const titles = {
  forbidden: [403, "Not for you, or not from there"],
  "not-found": [404, "There is nothing here"],
  "method-not-allowed": [405, "Not with this method"],
  "not-acceptable": [406, "Not in this format"],
  "too-large": [413, "The body is too large"],
  "wrong-content-type": [415, "The body must be JSON"],
  "wrong-input": [400, "The request is not what it should be"],
  "wrong-date": [422, "No answer for this date"],
  busy: [503, "Too much is asked at once"],
  "not-ready": [503, "There is nothing to answer with yet"],
  failed: [500, "Something went wrong here"],
} as const;

export class Problem extends Error {
  readonly document: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: keyof typeof titles,
    detail: string,
    errors?: ProblemDocument["errors"],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    const [status, title] = titles[kind];
    this.document = {
      type: `urn:daybook:problem:${kind}`,
      title,
      status,
      detail,
      ...(errors === undefined ? {} : { errors }),
    };
    this.headers = headers;
  }
}

export const problemReply = ({ document, headers }: Problem): HttpReply => ({
  ...json(document, { status: document.status, headers }),
  contentType: "application/problem+json",
});

/** Throws a problem that lists every fault of an input with the path of its field. */
export const parsed = <Input>(schema: z.ZodType<Input>, input: unknown): Input => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.length === 0 ? "body" : path.join("."), message }));
  throw new Problem(
    "wrong-input",
    errors.map(({ path, message }) => `${path}: ${message}`).join("; "),
    errors,
  );
};
