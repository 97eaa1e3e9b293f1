import { graph } from "../../functions/graph.ts";
import { checksumOf } from "../../infra/checksum.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { connectLocal } from "../../infra/local/platform.ts";
import type { Operation } from "./operations.ts";

interface Kept {
  readonly object: string;
  readonly crc32c: string;
}

/** The files that the process had said it keeps. */
export const keptIn = (operations: readonly Operation[]): Kept[] =>
  operations.flatMap((operation) => {
    if (operation.does !== "say") return [];
    const [said, object, crc32c] = operation.text.trim().split(" ");
    return said === "kept" && object !== undefined && crc32c !== undefined ? [{ object, crc32c }] : [];
  });

/** Those of them that the home has not, or has with other bytes. */
export const missing = async (home: string, kept: readonly Kept[]): Promise<Kept[]> => {
  const platform = connectLocal({ graph, env: readEnv({ DAYBOOK_HOME: home }), log: silentLog });
  const isThere = async ({ object, crc32c }: Kept): Promise<boolean> => {
    const held = (await platform.landing.generations(object)).find((each) => each.crc32c === crc32c);
    if (!held) return false;
    const pieces: Uint8Array[] = [];
    for await (const piece of platform.landing.read(object, held.generation)) pieces.push(piece);
    return checksumOf(Buffer.concat(pieces)) === crc32c;
  };
  try {
    const found = await Promise.all(kept.map(isThere));
    return kept.filter((_, place) => found[place] !== true);
  } finally {
    await platform.close();
  }
};
