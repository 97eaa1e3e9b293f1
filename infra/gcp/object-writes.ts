import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Bucket, File } from "@google-cloud/storage";
import { PreconditionFailed } from "../../shared/errors.ts";
import type { ObjectInfo, Precondition, WriteOptions } from "../../shared/ports.ts";
import { checksumOf, checksumOfFile } from "../checksum.ts";
import { failed, hasStatus, infoOf, metadataOf } from "./object-replies.ts";

/** From here on a lost connection costs more than the extra request that opens a session which can be resumed. */
const RESUMABLE_BYTES = 8 * 1024 * 1024;

/** Says which attempt wrote an object, so that a writer whose answer was lost knows its own work. */
const MARK = "daybook-write";

const ABSENT = "0";

export const writeObject = (
  bucket: Bucket,
  name: string,
  body: Uint8Array | string,
  options: WriteOptions,
): Promise<ObjectInfo> => {
  const bytes = Buffer.from(body);
  return put(bucket, name, checksumOf(bytes), options, (file, headers) =>
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
  return put(bucket, name, crc32c, options, (file, headers) =>
    bucket.upload(path, { ...headers, destination: file, resumable }),
  );
};

/**
 * Every write names the generation it replaces. Without that the client repeats nothing after a broken connection, and
 * since it then switches repeats off for all its requests in flight, those beside it would fail as well.
 */
const put = async (
  bucket: Bucket,
  name: string,
  crc32c: string,
  { ifGeneration, contentEncoding }: WriteOptions,
  send: (file: File, headers: ReturnType<typeof headersOf>) => Promise<unknown>,
): Promise<ObjectInfo> => {
  for (;;) {
    const expected = ifGeneration ?? (await liveGeneration(bucket, name));
    const mark = randomUUID();
    const file = bucket.file(name);
    try {
      await send(file, headersOf(expected, mark, crc32c, contentEncoding));
      return infoOf(file.metadata);
    } catch (error) {
      if (!hasStatus(error, 412)) throw failed("write", bucket, name, error);
      // Refused may be only the client's own repeat of a write that succeeded and whose answer was lost.
      const live = await metadataOf(bucket, name);
      if (live?.metadata?.[MARK] === mark) return infoOf(live);
      if (ifGeneration !== undefined) throw lost("write", bucket, name, ifGeneration);
    }
  }
};

/** The server compares the checksum before it stores anything; the client's own check comes after, and deletes the object. */
const headersOf = (
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
    if (ifGeneration !== undefined) throw lost("remove", bucket, name, ifGeneration);
};

/** False where another generation is live. */
const isRemoved = async (bucket: Bucket, name: string, ifGenerationMatch: string): Promise<boolean> => {
  try {
    // Without `generation`, which would erase a version for good: removing the live object archives it.
    await bucket.file(name).delete({ ifGenerationMatch, ignoreNotFound: true });
    return true;
  } catch (error) {
    if (!hasStatus(error, 412)) throw failed("remove", bucket, name, error);
    return (await liveGeneration(bucket, name)) === ABSENT;
  }
};

const liveGeneration = async (bucket: Bucket, name: string): Promise<string> =>
  String((await metadataOf(bucket, name))?.generation ?? ABSENT);

const lost = (verb: string, bucket: Bucket, name: string, generation: string): PreconditionFailed =>
  new PreconditionFailed(
    `${verb} gs://${bucket.name}/${name}: the live generation is not ${generation}, as was expected`,
  );
