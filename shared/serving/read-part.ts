import type { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import type { Part } from "./snapshot.ts";
import { sha256Of } from "./write-snapshot.ts";

/** One object of a snapshot, if it is what was published. */
export const readPart = async <Value>(
  serving: ObjectStore,
  { object, sha256 }: Part,
  schema: z.ZodType<Value>,
): Promise<Value> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of serving.read(object)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (sha256Of(bytes) !== sha256) throw new Error(`${object} is not what was published: publish again`);
  return schema.parse(JSON.parse(bytes.toString("utf8")));
};
