import type { Feed } from "../../shared/contracts/feed.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import type { Reject, TypedChunk, TypingSession } from "../../shared/staging.ts";
import { type Erased, nobody } from "../../shared/work/erasures.ts";
import { describeReject } from "./bad-record.ts";
import type { BadRecord } from "./dialect.ts";
import { saleKey } from "./file-checks.ts";
import type { Reading } from "./formats/as-text.ts";
import { LateKeys } from "./formats/json-lines.ts";
import { detectDialect, mapHeader, readingOf } from "./header.ts";
import { withoutOuterLines } from "./outer-lines.ts";
import { RecordScanner } from "./record-scanner.ts";
import { RecordSource } from "./record-source.ts";
import { rowShape } from "./row-shape.ts";
import { sourceText } from "./source-bytes.ts";
import { addChunk, isAbout, StagedRows } from "./staged-rows.ts";

/** A pinned generation of a file, and the feed that it is read as. */
export interface PinnedFile {
  readonly feed: Feed;
  readonly fileDate: string;
  readonly object: ObjectInfo;
}

/** The files of the staged rows exist until the staging is closed. */
export interface Staging {
  readonly staged: StagedRows;
  close(): Promise<void>;
}

/** What a file is read with. */
type RowReader = Pick<Platform, "typer" | "company"> &
  Partial<Pick<Platform, "feeds">> & {
    readonly landing: Pick<Platform["landing"], "read">;
  };

/** Scans and types a file chunk by chunk. The next chunk is scanned while one is typed; memory stays flat. */
export const stageRows = async (
  platform: RowReader,
  file: PinnedFile,
  erased: Erased = nobody,
): Promise<Staging> => {
  const reading = readingOf(file.feed);
  try {
    return await stageAs(platform, file, erased, reading);
  } catch (error) {
    if (!(error instanceof LateKeys)) throw error;
    return await stageAs(platform, file, erased, { ...reading, keys: error.keys });
  }
};

const stageAs = async (
  platform: RowReader,
  file: PinnedFile,
  erased: Erased,
  reading: Reading,
): Promise<Staging> => {
  const { feed, object } = file;
  const stored = platform.landing.read(object.name, object.generation);
  const lastLines: string[] = [];
  const text = sourceText(stored, object, reading);
  const source = await RecordSource.open(
    feed.skipRows ? withoutOuterLines(text, feed.skipRows, (lines) => lastLines.push(...lines)) : text,
  );
  try {
    if (source.head.length === 0) return stageNothing(feed);
    const staging = await stageRecords(platform, file, source, erased);
    staging.staged.notes.push(...skippedNotes(feed, lastLines));
    return staging;
  } finally {
    await source.close();
  }
};

/** What was left out is said, so that nobody looks for it. */
const skippedNotes = ({ skipRows }: Feed, lastLines: readonly string[]): readonly string[] => [
  ...(skipRows && skipRows.first > 0 ? [`${lineCount(skipRows.first)} before the header left out`] : []),
  ...lastLines.map((line) => `a line at the end left out: ${line.slice(0, 80)}`),
];

const lineCount = (count: number): string => `${count} line${count === 1 ? "" : "s"}`;

const stageNothing = (feed: Feed): Staging => {
  if (feed.emptyFile === "reject") throw new RejectedInput("the file is empty");
  return {
    staged: new StagedRows(feed.delimiter ?? ",", { notes: ["the file is empty"], extra: [] }),
    close: async () => {},
  };
};

const stageRecords = async (platform: RowReader, file: PinnedFile, source: RecordSource, erased: Erased) => {
  const { feed, fileDate, object } = file;
  const dialect = detectDialect(feed, source.head);
  const scanner = new RecordScanner(dialect);
  const cells = await source.readHeader(scanner);
  const line = { cells, line: scanner.headerLine, delimiter: dialect.delimiter };
  const header = mapHeader(feed, line, platform.feeds);
  scanner.expectFields(header.width, rowShape(feed, { cells, cellOf: header.cellOf }));
  const { timeZone } = platform.company;
  const place = { object: object.name, generation: object.generation, fileDate, timeZone };
  const session = await platform.typer.open({ feed, ...header, ...place });
  const staged = new StagedRows(dialect.delimiter, header);
  try {
    const keep = (rejects: readonly Reject[]) => withoutErasedRejects(erased, staged, rejects);
    await typeRecords(source, scanner, { session, staged, keep }, (bad) => describeReject(feed, header, bad));
    staged.statedRows = scanner.stated;
    scanner.release();
    if (feed.duplicates === "reject")
      staged.repeated = await platform.typer.countRepeated(staged.parts, saleKey);
    if (scanner.aside.length > 0)
      staged.notes.push(
        `${lineCount(scanner.aside.length)} of totals, headings or the like left out: ${scanner.aside.slice(0, 20).join(", ")}`,
      );
    return { staged, close: () => session.close() };
  } catch (error) {
    await session.close();
    throw error;
  }
};

/** Chunks in the typer at once. More only cost memory. */
const typedAtOnce = 2;

const typeRecords = async (
  source: RecordSource,
  scanner: RecordScanner,
  gatherer: Gatherer,
  describe: (bad: BadRecord) => Reject,
): Promise<void> => {
  // Each promise includes the one before it: chunks are counted in the order of the file.
  const gathering: Promise<void>[] = [Promise.resolve()];
  try {
    await source.readRecords(scanner, async () => {
      if (gathering.length > typedAtOnce) await gathering.shift();
      const gathered = scanner.lend((records, bad) => {
        const typed = records.length > 0 ? gatherer.session.type(records) : undefined;
        return gather(gatherer, gathering.at(-1), typed, bad.map(describe));
      });
      gathered.catch(() => undefined); // it is awaited later
      gathering.push(gathered);
    });
  } finally {
    // Also if the scanner throws: the session must not be closed while it types.
    await gathering.at(-1);
  }
};

interface Gatherer {
  readonly session: TypingSession;
  readonly staged: StagedRows;
  /** Filters out the rejects of erased people. */
  keep(rejects: readonly Reject[]): readonly Reject[];
}

const gather = async (
  { session, staged, keep }: Gatherer,
  before: Promise<void> | undefined,
  typing: Promise<TypedChunk> | undefined,
  bad: readonly Reject[],
): Promise<void> => {
  const [typed] = await Promise.all([typing, before]);
  const rejects = keep([...bad, ...(typed?.rejects ?? [])].sort((left, right) => left.line - right.line));
  if (rejects.length > 0) staged.rejectFiles.push(await session.writeRejects(rejects));
  addChunk(staged, typed, rejects);
};

const withoutErasedRejects = (erased: Erased, staged: StagedRows, rejects: readonly Reject[]) => {
  if (erased.count === 0) return rejects;
  const kept = rejects.filter((reject) => !isAbout(erased, reject));
  staged.rejectsErased += rejects.length - kept.length;
  staged.fatal ??= rejects.find(({ failsFile }) => failsFile);
  staged.holding ??= rejects.find(({ holdsFile }) => holdsFile);
  return kept;
};
