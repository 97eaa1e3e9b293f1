import { firstDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params, Row, Warehouse } from "../../../shared/ports.ts";
import { bool, date, dates, dayParams, sqlFile, text, texts } from "../../../shared/sql.ts";
import type { Token } from "../../../shared/work/dirty-set.ts";
import { union } from "../../../shared/work/manifest.ts";
import { type CheckedFeed, checkedFeeds, type Reference } from "./checked-feed.ts";
import { relatedParams, rowsJudgedOtherwise } from "./related-sql.ts";
import { keyChanges, rowsOfChangedKeys, rowsOfSharedKeys, rowsOfUnknownKeys } from "./touched-sql.ts";

const waitingRows = sqlFile(import.meta.url, "waiting_rows.sql");

/** The rows of a feed that must be judged again: those of these files with these days. */
export interface Judgement {
  readonly feed: string;
  readonly days: readonly string[];
  readonly fileDates: readonly string[];
}

/** Called after raw is loaded. What is read is what changed, and what that touches. */
export const planChecks = async (
  { warehouse, feeds }: Pick<Platform, "warehouse" | "feeds">,
  tokens: readonly Token[],
): Promise<readonly Judgement[]> => {
  const judgements: Judgement[] = [];
  for (const checked of checkedFeeds(feeds)) {
    const judgement = await planFeed(warehouse, checked, tokens);
    if (judgement.fileDates.length > 0) judgements.push(judgement);
  }
  return judgements;
};

const planFeed = async (warehouse: Warehouse, checked: CheckedFeed, tokens: readonly Token[]) => {
  const { feed, references, keys, related } = checked;
  const own = tokens.filter((token) => token.feed === feed.name);
  const fileDates = union(own.map(({ fileDate }) => fileDate));
  const touched = new Touched();
  for (const token of own)
    touched.add(feed.businessDate === undefined ? [token.fileDate] : token.days, [token.fileDate]);
  // The newer file of a snapshot ends the rows of an older one, on another date.
  const everywhere = fileDates.length > 0 && feed.loadMode === "snapshot";
  if (keys.length > 0 || everywhere)
    touched.addRows(await waiting(warehouse, feed.name, fileDates, everywhere));
  for (const reference of references)
    if (tokens.some((token) => token.feed === reference.to))
      touched.addRows(await rowsTouchedBy(warehouse, checked, reference));
  if (related.some(({ other }) => own.length > 0 || tokens.some((token) => token.feed === other)))
    touched.addRows(
      await warehouse.query(rowsJudgedOtherwise(checked), {
        ...relatedParams(checked),
        feed: text(feed.name),
      }),
    );
  for (const key of keys)
    if (touched.fileDates.length > 0)
      touched.addRows(await warehouse.query(rowsOfSharedKeys(feed, key), touched.params()));
  return { feed: feed.name, days: touched.days, fileDates: touched.fileDates };
};

const waiting = (warehouse: Warehouse, feed: string, replaced: readonly string[], all: boolean) =>
  warehouse.query(waitingRows, {
    feed: text(feed),
    replaced: texts(replaced),
    all_of_feed: bool(all),
    first_day: date(firstDate),
  });

/** The rows whose value came into the other feed, or went from it. */
const rowsTouchedBy = async (
  warehouse: Warehouse,
  { feed }: CheckedFeed,
  reference: Reference,
): Promise<readonly Row[]> => {
  const target = { to_feed: text(reference.to), to_column: text(reference.toColumn) };
  const [counts] = await warehouse.query(keyChanges(reference), target);
  const count = (name: string) => Number(counts?.[name] ?? 0);
  if (count("gained") + count("lost") === 0) return [];
  if (count("held") === 0) return warehouse.query(rowsOfUnknownKeys(feed, reference));
  const held = await waiting(warehouse, feed.name, [], true);
  if (count("present_count") === 0) return held;
  const everywhere = count("lost") > 0;
  const fileDates = union(held.map((row) => String(row["source_date"])));
  if (!everywhere && fileDates.length === 0) return [];
  return warehouse.query(rowsOfChangedKeys(feed, reference, everywhere), {
    ...target,
    ...(everywhere ? {} : { file_dates: dates(fileDates) }),
  });
};

class Touched {
  #days: string[] = [];
  #fileDates: string[] = [];

  add(days: readonly string[], fileDates: readonly string[]): void {
    this.#days = union(this.#days, days);
    this.#fileDates = union(this.#fileDates, fileDates);
  }

  addRows(rows: readonly Row[]): void {
    this.add(
      rows.map((row) => String(row["day"])),
      rows.map((row) => String(row["source_date"])),
    );
  }

  get days(): readonly string[] {
    return this.#days;
  }

  get fileDates(): readonly string[] {
    return this.#fileDates;
  }

  params(): Params {
    return { ...dayParams(this.#days), file_dates: dates(this.#fileDates) };
  }
}
