import type { Feed } from "../../shared/contracts/feed.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import type { Reject, TypedChunk, TypingSession } from "../../shared/staging.ts";
import { dialectOf, mapHeader } from "./header.ts";
import { peek } from "./peek.ts";
import { type BadRecord, RecordScanner } from "./record-scanner.ts";
import { sourceText } from "./source-bytes.ts";

/** What reading one file gave: local Parquet files and the counts that must add up. */
export interface StagedRows {
  readonly delimiter: string;
  readonly parts: string[];
  readonly rejectFiles: string[];
  rowsIn: number;
  rowsKept: number;
  rowsQuarantined: number;
  statedRows: number | undefined;
  firstReject: Reject | undefined;
  /** The first row whose fault fails the file. */
  fatal: Reject | undefined;
  readonly days: Map<string, number>;
  readonly nulls: Record<string, number>;
  readonly warnings: Record<string, number>;
  readonly reasons: Record<string, number>;
  readonly notes: string[];
}

const headBytes = 64 * 1024;

/** Scans and types a file chunk by chunk: while one chunk is typed, the next is scanned. Memory stays flat. */
export const stageRows = async (
  platform: Platform,
  feed: Feed,
  fileDate: string,
  object: ObjectInfo,
): Promise<{ staged: StagedRows; close: () => Promise<void> }> => {
  const stored = platform.landing.read(object.name, object.generation);
  const { head, all } = await peek(sourceText(stored, object, feed.encoding), headBytes);
  if (head.length === 0) throw new RejectedInput("the file is empty");
  const dialect = dialectOf(feed, head);
  const scanner = new RecordScanner(dialect);
  const source = chunksOf(all);
  await readHeader(scanner, source);
  const header = mapHeader(feed, scanner.header ?? []);
  scanner.expectFields(header.width);
  const session = await platform.typer.open({
    feed,
    ...header,
    object: object.name,
    generation: object.generation,
    fileDate,
    timeZone: platform.company.timeZone,
  });
  const staged = emptyStage(dialect.delimiter, header.notes);
  try {
    await readRecords(scanner, source, session, staged);
    return { staged, close: () => session.close() };
  } catch (error) {
    await session.close();
    throw error;
  }
};

/** The bytes still to be scanned: what is left of a chunk, then the next. */
interface Source {
  bytes: Uint8Array;
  at: number;
  next(): Promise<boolean>;
}

const chunksOf = (all: AsyncIterable<Uint8Array>): Source => {
  const iterator = all[Symbol.asyncIterator]();
  return {
    bytes: new Uint8Array(0),
    at: 0,
    async next() {
      const { done, value } = await iterator.next();
      this.bytes = done ? new Uint8Array(0) : value;
      this.at = 0;
      return !done;
    },
  };
};

const readHeader = async (scanner: RecordScanner, source: Source): Promise<void> => {
  while (!scanner.header) {
    if (source.at >= source.bytes.length && !(await source.next())) {
      scanner.end();
      break;
    }
    source.at = scanner.scan(source.bytes, source.at);
  }
  if (!scanner.header) throw new RejectedInput("the file has no header line");
};

const readRecords = async (
  scanner: RecordScanner,
  source: Source,
  session: TypingSession,
  staged: StagedRows,
) => {
  let typing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const { records, bad } = scanner.take();
    await typing; // one chunk at a time: the order of rejects, and the memory, stay bounded
    typing = gather(session, staged, records, bad);
    typing.catch(() => undefined); // it is awaited before the next chunk and at the end
  };
  do {
    while (source.at < source.bytes.length) {
      source.at = scanner.scan(source.bytes, source.at);
      if (scanner.full) await flush();
    }
  } while (await source.next());
  scanner.end();
  await flush();
  await typing;
  staged.statedRows = scanner.stated;
};

const gather = async (
  session: TypingSession,
  staged: StagedRows,
  records: Uint8Array,
  bad: readonly BadRecord[],
): Promise<void> => {
  const typed = records.length > 0 ? await session.type(records) : undefined;
  const rejects = [...bad.map(rejectOf), ...(typed?.rejects ?? [])].sort(
    (left, right) => left.line - right.line,
  );
  if (rejects.length > 0) staged.rejectFiles.push(await session.writeRejects(rejects));
  addChunk(staged, typed, rejects);
};

const addChunk = (staged: StagedRows, typed: TypedChunk | undefined, rejects: readonly Reject[]): void => {
  staged.rowsIn += (typed?.rows ?? 0) + rejects.length;
  staged.rowsKept += typed?.rows ?? 0;
  staged.rowsQuarantined += rejects.length;
  staged.firstReject ??= rejects[0];
  staged.fatal ??= rejects.find(({ failsFile }) => failsFile);
  for (const { rule, column } of rejects)
    addTo(staged.reasons, column === null ? rule : `${column}: ${rule}`, 1);
  if (!typed) return;
  if (typed.path !== undefined) staged.parts.push(typed.path);
  for (const { day, rows } of typed.days) staged.days.set(day, (staged.days.get(day) ?? 0) + rows);
  for (const [column, count] of Object.entries(typed.nulls)) addTo(staged.nulls, column, count);
  for (const [check, count] of Object.entries(typed.warnings)) addTo(staged.warnings, check, count);
};

const addTo = (counts: Record<string, number>, key: string, count: number): void => {
  counts[key] = (counts[key] ?? 0) + count;
};

const rejectOf = ({ line, rule, message, record }: BadRecord): Reject => ({
  line,
  column: null,
  value: null,
  rule,
  message,
  reasons: message,
  record,
  failsFile: false,
});

const emptyStage = (delimiter: string, notes: readonly string[]): StagedRows => ({
  delimiter,
  parts: [],
  rejectFiles: [],
  rowsIn: 0,
  rowsKept: 0,
  rowsQuarantined: 0,
  statedRows: undefined,
  firstReject: undefined,
  fatal: undefined,
  days: new Map(),
  nulls: {},
  warnings: {},
  reasons: {},
  notes: [...notes],
});
