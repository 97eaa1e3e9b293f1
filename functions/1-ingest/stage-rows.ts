import type { Feed } from "../../shared/contracts/feed.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectInfo } from "../../shared/ports.ts";
import type { Reject, TypedChunk, TypingSession } from "../../shared/staging.ts";
import { type Erased, nobody } from "../../shared/work/erasures.ts";
import { rejectOf } from "./bad-record.ts";
import type { BadRecord } from "./dialect.ts";
import { dialectOf, mapHeader } from "./header.ts";
import { RecordScanner } from "./record-scanner.ts";
import { RecordSource } from "./record-source.ts";
import { sourceText } from "./source-bytes.ts";
import { addChunk, nothingStaged, type StagedRows } from "./staged-rows.ts";
import { isAbout } from "./without-erased.ts";

/** Staged rows lie in files of the session until it is closed. */
export interface Staging {
  readonly staged: StagedRows;
  close(): Promise<void>;
}

/** Scans and types a file chunk by chunk: while one chunk is typed, the next is scanned. Memory stays flat. */
export const stageRows = async (
  platform: Platform,
  feed: Feed,
  fileDate: string,
  object: ObjectInfo,
  erased: Erased = nobody,
): Promise<Staging> => {
  const stored = platform.landing.read(object.name, object.generation);
  const source = await RecordSource.open(sourceText(stored, object, feed.encoding));
  try {
    return source.head.length === 0
      ? stageNothing(feed)
      : await stageRecords(platform, feed, fileDate, object, source, erased);
  } finally {
    await source.close();
  }
};

const stageNothing = (feed: Feed): Staging => {
  if (feed.emptyFile === "reject") throw new RejectedInput("the file is empty");
  return {
    staged: nothingStaged(feed.delimiter ?? ",", { notes: ["the file is empty"], extra: [] }),
    close: async () => {},
  };
};

const stageRecords = async (
  platform: Platform,
  feed: Feed,
  fileDate: string,
  object: ObjectInfo,
  source: RecordSource,
  erased: Erased,
): Promise<Staging> => {
  const dialect = dialectOf(feed, source.head);
  const scanner = new RecordScanner(dialect);
  const header = mapHeader(feed, await source.readHeader(scanner), scanner.headerLine);
  scanner.expectFields(header.width);
  const { name, generation } = object;
  const { timeZone } = platform.company;
  const session = await platform.typer.open({
    feed,
    ...header,
    object: name,
    generation,
    fileDate,
    timeZone,
  });
  const staged = nothingStaged(dialect.delimiter, header);
  try {
    const keep = (rejects: readonly Reject[]) => withoutRejectsOf(erased, staged, rejects);
    await typeRecords(source, scanner, { session, staged, keep }, (bad) => rejectOf(feed, header, bad));
    staged.statedRows = scanner.stated;
    return { staged, close: () => session.close() };
  } catch (error) {
    await session.close();
    throw error;
  }
};

/** Chunks in the typer at once. More would only take memory. */
const typedAtOnce = 2;

const typeRecords = async (
  source: RecordSource,
  scanner: RecordScanner,
  gatherer: Gatherer,
  describe: (bad: BadRecord) => Reject,
): Promise<void> => {
  // Each promise stands for its chunk and all before it: chunks are counted in the order of the file.
  const gathering: Promise<void>[] = [Promise.resolve()];
  try {
    await source.readRecords(scanner, async () => {
      if (gathering.length > typedAtOnce) await gathering.shift();
      const gathered = scanner.take((records, bad) => {
        const typed = records.length > 0 ? gatherer.session.type(records) : undefined;
        return gather(gatherer, gathering.at(-1), typed, bad.map(describe));
      });
      gathered.catch(() => undefined); // it is awaited later
      gathering.push(gathered);
    });
  } finally {
    // Also when the scanner gave up: the session must not be closed while it works.
    await gathering.at(-1);
  }
};

interface Gatherer {
  readonly session: TypingSession;
  readonly staged: StagedRows;
  /** The rejects that are to be kept. */
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

const withoutRejectsOf = (
  erased: Erased,
  staged: StagedRows,
  rejects: readonly Reject[],
): readonly Reject[] => {
  if (erased.count === 0) return rejects;
  const kept = rejects.filter((reject) => !isAbout(erased, reject));
  staged.rejectsErased += rejects.length - kept.length;
  staged.fatal ??= rejects.find(({ failsFile }) => failsFile);
  return kept;
};
