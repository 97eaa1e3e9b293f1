import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Bucket, File } from "@google-cloud/storage";
import { PreconditionFailed } from "../../shared/errors.ts";
import type { ObjectInfo, Precondition, WriteOptions } from "../../shared/ports.ts";
import { checksumOf, checksumOfFile } from "../checksum.ts";
import { hasStatus, readMetadata, storageError, toObjectInfo } from "./object-metadata.ts";

/** Larger bodies use a resumable upload: one extra request, but a lost connection does not start over. */
const RESUMABLE_BYTES = 8 * 1024 * 1024;

/** Metadata that identifies the write attempt, so that a writer whose answer was lost recognises its own object. */
const MARK = "daybook-write";

const ABSENT = "0";

export const writeObject = (
  bucket: Bucket,
  name: string,
  body: Uint8Array | string,
  options: WriteOptions,
): Promise<ObjectInfo> => {
  const bytes = Buffer.from(body);
  return writeConditionally(bucket, name, checksumOf(bytes), options, (file, headers) =>
    file.save(bytes, { ...headers, resumable: false }),
  );
};

export const uploadObject = async (
  bucket: Bucket,
  name: string,
  path: string,
  options: WriteOptions,
): Promise<ObjectInfo> => {
  const { crc32c } = await checksumOfFile(path);
  const resumable = (await stat(path)).size > RESUMABLE_BYTES;
  return writeConditionally(bucket, name, crc32c, options, (file, headers) =>
    bucket.upload(path, { ...headers, destination: file, resumable }),
  );
};

/**
 * Every write names the generation that it replaces. Without a precondition the client does not retry after a broken
 * connection, and it turns retries off for all other requests in flight as well.
 */
const writeConditionally = async (
  bucket: Bucket,
  name: string,
  crc32c: string,
  { ifGeneration, contentEncoding }: WriteOptions,
  send: (file: File, headers: ReturnType<typeof uploadOptions>) => Promise<unknown>,
): Promise<ObjectInfo> => {
  for (;;) {
    const expected = ifGeneration ?? (await liveGeneration(bucket, name));
    const mark = randomUUID();
    const file = bucket.file(name);
    try {
      await send(file, uploadOptions(expected, mark, crc32c, contentEncoding));
      return toObjectInfo(file.metadata);
    } catch (error) {
      if (!hasStatus(error, 412)) throw storageError("write", bucket, name, error);
      // The refusal may concern the client's retry of a write that had succeeded.
      const live = await readMetadata(bucket, name);
      if (live?.metadata?.[MARK] === mark) return toObjectInfo(live);
      if (ifGeneration !== undefined) throw conflict("write", bucket, name, ifGeneration);
    }
  }
};

/** The server verifies the checksum before it stores. The client's own check comes later and deletes the object. */
const uploadOptions = (
  ifGenerationMatch: string,
  mark: string,
  crc32c: string,
  contentEncoding: string | undefined,
) => ({
  preconditionOpts: { ifGenerationMatch },
  validation: false as const,
  metadata: {
    contentType: "application/octet-stream",
    crc32c,
    metadata: { [MARK]: mark },
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
  },
});

export const removeObject = async (
  bucket: Bucket,
  name: string,
  { ifGeneration }: Precondition,
): Promise<void> => {
  while (!(await isRemoved(bucket, name, ifGeneration ?? (await liveGeneration(bucket, name)))))
    if (ifGeneration !== undefined) throw conflict("remove", bucket, name, ifGeneration);
};

/** Returns false if another generation is live. */
const isRemoved = async (bucket: Bucket, name: string, ifGenerationMatch: string): Promise<boolean> => {
  try {
    // No `generation` here: naming one deletes it permanently, while deleting the live object archives it.
    await bucket.file(name).delete({ ifGenerationMatch, ignoreNotFound: true });
    return true;
  } catch (error) {
    if (!hasStatus(error, 412)) throw storageError("remove", bucket, name, error);
    return (await liveGeneration(bucket, name)) === ABSENT;
  }
};

const liveGeneration = async (bucket: Bucket, name: string): Promise<string> =>
  String((await readMetadata(bucket, name))?.generation ?? ABSENT);

const conflict = (verb: string, bucket: Bucket, name: string, generation: string): PreconditionFailed =>
  new PreconditionFailed(`${verb} gs://${bucket.name}/${name}: the live generation is not ${generation}`);
