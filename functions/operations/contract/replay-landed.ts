import type { Feed } from "../../../shared/contracts/feed.ts";
import { byFileDate, routeOf } from "../../../shared/contracts/route.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { sum } from "../../../shared/learning/numbers.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { ObjectInfo } from "../../../shared/ports.ts";
import { checkBytes, type FileCheck } from "./check-file.ts";

/** What a contract would make of files that have arrived. */
export interface Replay {
  readonly files: number;
  readonly rejected: readonly { readonly file: string; readonly reason: string }[];
  /** Of the files that are not rejected. */
  readonly rows: number;
  readonly quarantined: number;
  /** How many rows break which rule, by `column: rule`. */
  readonly rules: Readonly<Record<string, number>>;
}

export interface ReplayedDiff {
  /** The file dates that were read. */
  readonly from: string;
  readonly to: string;
  readonly before: Replay;
  readonly after: Replay;
}

interface Landed {
  readonly object: ObjectInfo;
  readonly fileDate: string;
}

/**
 * Reads the files of the last days with two contracts, and loads nothing. The days end with the newest file, since data
 * may be old. Undefined if no file is there that either of them reads.
 */
export const replayLanded = async (
  platform: Pick<Platform, "landing" | "typer" | "company">,
  { before, after }: { readonly before: Feed; readonly after: Feed },
  days: number,
): Promise<ReplayedDiff | undefined> => {
  const landed = (await platform.landing.list(""))
    .flatMap((object): readonly Landed[] => {
      const { fileDate } = routeOf([after, before], object.name);
      return fileDate === undefined ? [] : [{ object, fileDate }];
    })
    .toSorted((left, right) => byFileDate(named(left), named(right)));
  const to = landed.at(-1)?.fileDate;
  if (to === undefined) return undefined;
  const from = isoDate(dayOf(to) + 1 - days);
  const files = landed.filter(({ fileDate }) => fileDate >= from);
  return {
    from: files[0]?.fileDate ?? from,
    to,
    before: await readAs(platform, before, files),
    after: await readAs(platform, after, files),
  };
};

const named = ({ object, fileDate }: Landed) => ({ object: object.name, fileDate });

const readAs = async (
  { landing, typer, company }: Pick<Platform, "landing" | "typer" | "company">,
  feed: Feed,
  files: readonly Landed[],
): Promise<Replay> => {
  const checks: FileCheck[] = [];
  for (const { object } of files) {
    if (!routeOf([feed], object.name).feed) continue;
    const read = () => landing.read(object.name, object.generation);
    checks.push(await checkBytes(feed, read, { typer, company, object }));
  }
  const loaded = checks.filter(({ passes }) => passes);
  return {
    files: checks.length,
    rejected: checks.flatMap(({ file, passes, reason = "" }) => (passes ? [] : [{ file, reason }])),
    rows: sum(loaded.map(({ rows }) => rows.in)),
    quarantined: sum(loaded.map(({ rows }) => rows.quarantined)),
    rules: countRules(loaded),
  };
};

const countRules = (checks: readonly FileCheck[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const { column, rule } of checks.flatMap(({ bad }) => bad)) {
    const name = column === undefined || column === null ? rule : `${column}: ${rule}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([, left], [, right]) => right - left));
};
