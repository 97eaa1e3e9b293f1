import type { Bucket, FileMetadata } from "@google-cloud/storage";
import { z } from "zod";
import type { ObjectInfo } from "../../shared/ports.ts";

export const readMetadata = async (
  bucket: Bucket,
  name: string,
  generation?: string,
): Promise<FileMetadata | undefined> => {
  try {
    const [metadata] = await bucket.file(name).getMetadata(generation === undefined ? {} : { generation });
    return metadata;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw storageError("stat", bucket, name, error);
  }
};

export const toObjectInfo = (metadata: FileMetadata): ObjectInfo => {
  const { name, generation, size, crc32c, contentEncoding, updated } = metadata;
  if (!name || generation === undefined || crc32c === undefined || updated === undefined)
    throw new Error("Google Cloud Storage described an object without its name, generation, crc32c or time");
  return {
    name,
    generation: String(generation),
    size: Number(size),
    crc32c,
    ...(contentEncoding ? { contentEncoding } : {}),
    updated: new Date(updated).toISOString(),
  };
};

/** The client throws several shapes: resumable uploads fail with plain objects or with the status as text. */
const Fault = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  status: z.union([z.number(), z.string()]).optional(),
  message: z.string().optional(),
});

const readFault = (error: unknown) => Fault.safeParse(error).data;

export const hasStatus = (error: unknown, status: number): boolean => {
  const fault = readFault(error);
  return Number(fault?.code) === status || Number(fault?.status) === status;
};

export const storageError = (verb: string, bucket: Bucket, name: string, cause: unknown): Error =>
  new Error(`${verb} gs://${bucket.name}/${name}: ${readFault(cause)?.message ?? String(cause)}`, { cause });
