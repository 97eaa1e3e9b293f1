import { messageOf, PreconditionFailed } from "../../../shared/errors.ts";
import type { ObjectInfo, ObjectStore } from "../../../shared/ports.ts";
import { mapAtOnce } from "../../../shared/work/some-at-once.ts";

export interface PushedFile {
  readonly name: string;
  /** `differs`: another file of this name is there, and was left alone. */
  readonly outcome: "copied" | "replaced" | "same" | "differs" | "failed";
  readonly bytes: number;
  readonly reason?: string;
}

/** A bucket on this machine. */
interface Source extends ObjectStore {
  pathOf(name: string, generation?: string): Promise<string>;
}

interface PushOptions {
  /** Whether a file that is there already gives way. */
  readonly replace: boolean;
  readonly onDone: (done: number) => void;
}

const filesAtOnce = 8;

/**
 * Copies the live files of a home's landing bucket into another one, which may hold some of them already. The checksum of
 * each is compared afterwards; the tables follow there by themselves. Called again, it continues.
 */
export const pushFiles = async (
  from: Source,
  to: ObjectStore,
  { replace, onDone }: PushOptions,
): Promise<readonly PushedFile[]> => {
  let done = 0;
  return mapAtOnce(await from.list(""), filesAtOnce, async (object) => {
    const pushed = await pushFile(from, to, object, replace).catch((error: unknown) => ({
      outcome: "failed" as const,
      reason: messageOf(error),
    }));
    done += 1;
    onDone(done);
    return { name: object.name, bytes: object.size, ...pushed };
  });
};

const pushFile = async (
  from: Source,
  to: ObjectStore,
  object: ObjectInfo,
  replace: boolean,
): Promise<Pick<PushedFile, "outcome" | "reason">> => {
  const there = await to.stat(object.name);
  if (there && isSame(there, object)) return { outcome: "same" };
  if (there && !replace)
    return {
      outcome: "differs",
      reason: `${there.size} bytes are there under this name, ${object.size} are here`,
    };
  const path = await from.pathOf(object.name, object.generation);
  const { contentEncoding } = object;
  // Nobody else's file is overwritten: what was not there may have come meanwhile.
  const written = await to.upload(object.name, path, {
    ifGeneration: there?.generation ?? "0",
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
  });
  const arrived = await to.stat(object.name, written.generation);
  if (!arrived || !isSame(arrived, object))
    throw new PreconditionFailed(
      `${object.name} arrived with another checksum (${arrived?.crc32c ?? "none"} instead of ${object.crc32c}): push it again`,
    );
  return { outcome: there ? "replaced" : "copied" };
};

const isSame = (one: ObjectInfo, other: ObjectInfo): boolean =>
  one.size === other.size && one.crc32c === other.crc32c;
