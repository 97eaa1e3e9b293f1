import type { Bucket, FileMetadata } from "@google-cloud/storage";
import { z } from "zod";
import type { ObjectInfo } from "../../shared/ports.ts";

export const metadataOf = async (
  bucket: Bucket,
  name: string,
  generation?: string,
): Promise<FileMetadata | undefined> => {
  try {
    const [metadata] = await bucket.file(name).getMetadata(generation === undefined ? {} : { generation });
    return metadata;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw failed("stat", bucket, name, error);
  }
};

export const infoOf = ({
  name,
  generation,
  size,
  crc32c,
  contentEncoding,
  updated,
}: FileMetadata): ObjectInfo => {
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

/** A resumable upload fails with what is no Error, or with one that has its status as text; the others have a number. */
const Fault = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  status: z.union([z.number(), z.string()]).optional(),
  message: z.string().optional(),
});

const faultIn = (error: unknown) => Fault.safeParse(error).data;

export const hasStatus = (error: unknown, status: number): boolean => {
  const fault = faultIn(error);
  return Number(fault?.code) === status || Number(fault?.status) === status;
};

export const failed = (verb: string, bucket: Bucket, name: string, cause: unknown): Error =>
  new Error(`${verb} gs://${bucket.name}/${name}: ${faultIn(cause)?.message ?? String(cause)}`, { cause });
