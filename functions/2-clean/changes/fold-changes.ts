import { z } from "zod";
import type { Platform } from "../../../shared/platform.ts";
import type { Params } from "../../../shared/ports.ts";
import { bool, dates, texts } from "../../../shared/sql.ts";
import type { Token } from "../../../shared/work/dirty-set.ts";
import { union } from "../../../shared/work/manifest.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { dayList } from "../subject.ts";
import { type ChangingFeed, changingFeeds } from "./changing-feed.ts";
import { anyChange, filesOfTouched, markEnded, rewriteHistory, valuesOfTouched } from "./fold-sql.ts";

/** The files of a feed whose changes are folded anew: those that came, changed or went. */
export const Fold = z.strictObject({ feed: z.string(), files: z.union([dayList, z.literal("all")]) });
export type Fold = z.infer<typeof Fold>;

/** The folds that these loads ask for. A feed that no change has told about yet needs none. */
export const planFolds = async (
  { warehouse, feeds }: Pick<Platform, "warehouse" | "feeds">,
  loads: readonly { readonly into: string; readonly replace: readonly string[] | "all" }[],
): Promise<readonly Fold[]> => {
  const folds: Fold[] = [];
  for (const feed of changingFeeds(feeds)) {
    const load = loads.find(({ into }) => into === feed.name);
    if (!load) continue;
    const fold = { feed: feed.name, files: load.replace === "all" ? ("all" as const) : [...load.replace] };
    const { deletes: _, befores: __, ...files } = paramsOf(feed, fold);
    if ((await warehouse.query(anyChange(feed), files)).length > 0) folds.push(fold);
  }
  return folds;
};

/** Right after a load: which rows of raw hold. Called again after a crash it finds the same. */
export const markRows = (platform: Platform, jobId: string, folds: readonly Fold[]): Promise<void> =>
  runEach(platform, folds, `${jobId}-fold`, markEnded);

/** After the plan is stored: only then may the history forget which keys the files had before. */
export const writeHistories = (platform: Platform, jobId: string, folds: readonly Fold[]): Promise<void> =>
  runEach(platform, folds, `${jobId}-history`, rewriteHistory);

const runEach = async (
  { warehouse, feeds }: Platform,
  folds: readonly Fold[],
  jobId: string,
  scriptOf: (feed: ChangingFeed) => string,
): Promise<void> => {
  for (const fold of folds) {
    const feed = changingFeeds(feeds).find(({ name }) => name === fold.feed);
    // If its contract takes no changes any more, its files are read again.
    if (!feed) continue;
    await submitScript(warehouse, {
      id: `${jobId}-${feed.name}`,
      script: scriptOf(feed),
      params: paramsOf(feed, fold),
    });
  }
};

/** Stands for a file of which some rows hold no more, or hold again, because of a change in another one. */
interface FoldedToken extends Token {
  readonly fold: Fold;
}

/** The folds behind such tokens. */
export const foldsIn = (tokens: readonly Token[]): readonly Fold[] => [
  ...new Set(tokens.flatMap((token) => (isFolded(token) ? [token.fold] : []))),
];

export const isFolded = (token: Token): token is FoldedToken => "fold" in token;

/** The values of a column in the rows that a fold touches. */
export const touchedValues = async (
  { warehouse, feeds }: Pick<Platform, "warehouse" | "feeds">,
  fold: Fold,
  column: string,
): Promise<readonly string[]> => {
  const feed = changingFeeds(feeds).find(({ name }) => name === fold.feed);
  if (!feed) return [];
  const { deletes: _, befores: __, ...files } = paramsOf(feed, fold);
  const rows = await warehouse.query(valuesOfTouched(feed, column), files);
  return rows.map(({ found }) => String(found));
};

/** What the subjects must redo: a change in one file ends a row of another, or frees it. */
export const tokensOfFolds = async (
  { warehouse, feeds }: Pick<Platform, "warehouse" | "feeds">,
  folds: readonly Fold[],
): Promise<readonly FoldedToken[]> => {
  const tokens: FoldedToken[] = [];
  for (const fold of folds) {
    const feed = changingFeeds(feeds).find(({ name }) => name === fold.feed);
    if (!feed) continue;
    const { deletes: _, befores: __, ...files } = paramsOf(feed, fold);
    const rows = await warehouse.query(filesOfTouched(feed), files);
    const days = union(rows.flatMap(({ day }) => (day === null ? [] : [String(day)])));
    for (const fileDate of union(rows.map((row) => String(row["file_date"]))))
      tokens.push({ feed: feed.name, fileDate, days, fold });
  }
  return tokens;
};

const paramsOf = ({ changes: { words } }: ChangingFeed, { files }: Fold): Params => ({
  file_dates: dates(files === "all" ? [] : files),
  all_files: bool(files === "all"),
  deletes: texts(words.delete),
  befores: texts(words.before),
});
