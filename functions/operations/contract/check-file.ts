import { createReadStream } from "node:fs";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { routeOf } from "../../../shared/contracts/route.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectInfo } from "../../../shared/ports.ts";
import type { Reject, RowTyper } from "../../../shared/staging.ts";
import { checkFile as checkWhole } from "../../1-ingest/file-checks.ts";
import { stageRows } from "../../1-ingest/stage-rows.ts";

/** What ingest would make of a file, and why. */
export interface FileCheck {
  readonly file: string;
  readonly feed: string;
  readonly passes: boolean;
  /** Why the file as a whole would be rejected. */
  readonly reason?: string;
  readonly rows: { readonly in: number; readonly kept: number; readonly quarantined: number };
  readonly bad: readonly Pick<Reject, "line" | "column" | "value" | "rule" | "reasons">[];
  readonly warnings: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

export interface CheckTools {
  readonly typer: RowTyper;
  readonly company: Platform["company"];
  /** What is known of the file's bytes, as a bucket knows it. */
  readonly object: ObjectInfo;
}

/** Reads and types a file of this machine row by row, as ingest would, and keeps nothing of it. */
export const checkFile = (feed: Feed, path: string, tools: CheckTools): Promise<FileCheck> =>
  checkBytes(feed, () => createReadStream(path), tools);

/** The same for bytes from anywhere. */
export const checkBytes = async (
  feed: Feed,
  read: () => AsyncIterable<Uint8Array>,
  tools: CheckTools,
): Promise<FileCheck> => {
  const bad: Reject[] = [];
  const platform = {
    landing: { read },
    typer: overheard(tools.typer, (rejects) => bad.push(...rejects)),
    company: tools.company,
  };
  const fileDate = routeOf([feed], tools.object.name).fileDate ?? "1970-01-01";
  const facts = { file: tools.object.name, feed: feed.name };
  try {
    const { staged, close } = await stageRows(platform, { feed, fileDate, object: tools.object });
    try {
      const reason = refusal(() => checkWhole(feed, staged, tools.object.name));
      const { rowsIn, rowsKept, rowsQuarantined, warnings, notes } = staged;
      return {
        ...facts,
        passes: reason === undefined,
        ...(reason === undefined ? {} : { reason }),
        rows: { in: rowsIn, kept: rowsKept, quarantined: rowsQuarantined },
        bad: bad.map(({ line, column, value, rule, reasons }) => ({ line, column, value, rule, reasons })),
        warnings,
        notes,
      };
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    const none = { in: 0, kept: 0, quarantined: 0 };
    return { ...facts, passes: false, reason: error.message, rows: none, bad: [], warnings: {}, notes: [] };
  }
};

const refusal = (check: () => void): string | undefined => {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof RejectedInput) return error.message;
    throw error;
  }
};

/** The typer, whose rejects are listened to: they would otherwise only be read from where they are stored. */
const overheard = (typer: RowTyper, onRejects: (rejects: readonly Reject[]) => void): RowTyper => ({
  ...typer,
  async open(plan) {
    const session = await typer.open(plan);
    return {
      type: (records) => session.type(records),
      writeRejects(rejects) {
        onRejects(rejects);
        return session.writeRejects(rejects);
      },
      close: () => session.close(),
    };
  },
});
