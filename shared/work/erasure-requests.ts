import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { updateJson } from "./json-object.ts";

/** A generation of a file that holds the person. */
export const ErasedFile = z.object({
  object: z.string(),
  generation: z.string(),
  feed: z.string(),
  rows: z.int(),
});
export type ErasedFile = z.infer<typeof ErasedFile>;

/** The files found before anything is erased, so that a run that dies does not forget them. It never holds the id. */
export const ErasureRequest = z.object({
  subject: z.string(),
  requested: z.iso.datetime(),
  files: z.array(ErasedFile),
});
export type ErasureRequest = z.infer<typeof ErasureRequest>;

/** Adds the files to those that earlier runs of the same erasure found. */
export const noteRequest = async (
  state: ObjectStore,
  subject: string,
  found: readonly ErasedFile[],
  at: Date,
): Promise<ErasureRequest> => {
  const name = `erasures/v1/requests/${subject}.json`;
  const request = await updateJson(state, name, ErasureRequest, (before) => {
    const files = before?.files ?? [];
    const isNew = ({ object, generation }: ErasedFile) =>
      !files.some((file) => file.object === object && file.generation === generation);
    return {
      subject,
      requested: before?.requested ?? at.toISOString(),
      files: [...files, ...found.filter(isNew)],
    };
  });
  if (!request) throw new Error(`${name} was not written`);
  return request;
};
