import type { Feed } from "../../../shared/contracts/feed.ts";
import type { Platform } from "../../../shared/platform.ts";
import { readJson } from "../../../shared/work/json-object.ts";
import { inForce, type Manifest, manifestsIn } from "../../../shared/work/manifest.ts";
import { StageReport } from "../../../shared/work/report.ts";
import { someAtOnce } from "../../../shared/work/some-at-once.ts";

/** A file whose rows the tables show, with what ingest counted in it. */
export interface FileFigures {
  readonly manifest: Manifest;
  readonly rowsIn: number;
  /** Missing values by column, and broken `warn` checks by "column: rule". */
  readonly nulls: Readonly<Record<string, number>>;
  readonly warnings: Readonly<Record<string, number>>;
}

const reportsAtOnce = 64;

export const fileFigures = async (
  { state, staging }: Pick<Platform, "state" | "staging">,
  feed: Feed,
): Promise<readonly FileFigures[]> => {
  const manifests = inForce(feed, await manifestsIn(state).list(feed.name));
  const figures = new Map<string, FileFigures>();
  await someAtOnce(manifests, reportsAtOnce, async (manifest) => {
    const [first] = [...manifest.parts, ...manifest.rejects];
    const name = first && `${first.slice(0, first.lastIndexOf("/"))}/report.json`;
    const report = name === undefined ? undefined : (await readJson(staging, name, StageReport))?.value;
    figures.set(manifest.object, {
      manifest,
      rowsIn: manifest.rows + manifest.rejected,
      nulls: report?.nulls ?? {},
      warnings: report?.warnings ?? {},
    });
  });
  return manifests
    .flatMap(({ object }) => figures.get(object) ?? [])
    .sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
};

const placeOf = ({ manifest: { fileDate, object } }: FileFigures): string => `${fileDate} ${object}`;

/** Files that hold the same bytes as an earlier one under another name. */
export const sameContents = (files: readonly FileFigures[]) => {
  const first = new Map<string, string>();
  return files.flatMap(({ manifest: { object, size, crc32c } }) => {
    const key = `${size} ${crc32c}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, object);
    return other === undefined ? [] : [{ file: object, sameAs: other }];
  });
};

const filesBefore = 8;
const filesNeeded = 3;
/** A column that is missing on this much more or less of the rows than it usually is. */
const shareMoved = 0.2;
/** And by so many times its usual swing: some columns are never the same two days in a row. */
const spreads = 5;

/** Columns that are suddenly missing, or suddenly filled, against the median of the files before. */
export const nullDrift = ({ columns }: Feed, files: readonly FileFigures[]) =>
  files.flatMap((file, place) => {
    const before = files.slice(Math.max(0, place - filesBefore), place);
    if (before.length < filesNeeded || file.rowsIn === 0) return [];
    return columns.flatMap(({ name }) => {
      const shares = before.map((one) => nullShare(one, name));
      const [share, usual] = [nullShare(file, name), median(shares)];
      const spread = median(shares.map((one) => Math.abs(one - usual)));
      return Math.abs(share - usual) < Math.max(shareMoved, spreads * spread)
        ? []
        : [{ file: file.manifest.object, column: name, missing: rounded(share), usual: rounded(usual) }];
    });
  });

const nullShare = ({ nulls, manifest: { rows } }: FileFigures, column: string): number =>
  rows === 0 ? 0 : (nulls[column] ?? 0) / rows;

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
