import { z } from "zod";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { firstDate } from "../../../shared/dates.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Params } from "../../../shared/ports.ts";
import { cleanRules } from "../../../shared/quality/clean-rules.ts";
import { date, dates, dayParams, text, texts } from "../../../shared/sql.ts";
import type { Token } from "../../../shared/work/dirty-set.ts";
import { inParts } from "../../../shared/work/drain.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { dayList, type Transaction } from "../subject.ts";
import { anyKey, judgeRows } from "./check-sql.ts";
import { checkedFeeds } from "./checked-feed.ts";
import { type Judgement, planChecks } from "./plan-checks.ts";
import { relatedParams } from "./related-sql.ts";
import { rewriteKeys } from "./touched-sql.ts";

/** The rows that one rebuild judges, and the lists of keys that it renews. */
export const ChecksPlan = z.strictObject({
  judged: z.array(z.strictObject({ feed: z.string(), days: dayList, fileDates: dayList })),
  keys: z.array(z.strictObject({ feed: z.string(), column: z.string() })),
});
export type ChecksPlan = z.infer<typeof ChecksPlan>;

export const planJudgements = async (platform: Platform, tokens: readonly Token[]): Promise<ChecksPlan> => {
  const judged = await planChecks(platform, tokens);
  const changed = new Set(tokens.map(({ feed }) => feed));
  const keys = new Map(
    checkedFeeds(platform.feeds)
      .flatMap(({ references }) => references)
      .filter(({ to }) => changed.has(to))
      .map(({ to, toColumn }) => [`${to}.${toColumn}`, { feed: to, column: toColumn }] as const),
  );
  return {
    judged: judged.map(({ feed, days, fileDates }) => ({ feed, days: [...days], fileDates: [...fileDates] })),
    keys: [...keys.values()],
  };
};

/** What the subjects must redo because its rows were judged again, as if its files had come again. */
export const tokensOf = (
  { feeds }: Pick<Platform, "feeds">,
  judged: readonly Judgement[],
): readonly Token[] =>
  judged.flatMap(({ feed, days, fileDates }) => {
    const hasDays = feeds.find(({ name }) => name === feed)?.businessDate !== undefined;
    return fileDates.map((fileDate) => ({ feed, fileDate, days: hasDays ? [...days] : [] }));
  });

/**
 * The judgement of a feed's rows, for the transaction that rebuilds them: a row that breaks a check becomes no line. After
 * a crash it is the same, since raw does not change meanwhile.
 */
export const judgementOf = async (
  { feeds, warehouse }: Pick<Platform, "feeds" | "warehouse">,
  name: string,
  rows: Params,
): Promise<Transaction | undefined> => {
  const checked = checkedFeeds(feeds).find(({ feed }) => feed.name === name);
  if (!checked) return undefined;
  const params = {
    ...rows,
    ...relatedParams(checked),
    judged_feed: text(name),
    subject_rules: texts(cleanRules),
  };
  const hasKey = checked.keys.length > 0 && (await warehouse.query(anyKey(checked), rows)).length > 0;
  if (hasKey) return { script: judgeRows(checked), params: { ...params, keys_from: date(firstDate) } };
  return { script: judgeRows({ ...checked, keys: [] }), params };
};

/** Renews the lists of keys that other feeds refer to. */
export const renewKeys = (feeds: readonly Feed[], keys: ChecksPlan["keys"]): readonly Transaction[] => {
  const references = checkedFeeds(feeds).flatMap((one) => one.references);
  return keys.flatMap(({ feed, column }, place) => {
    // If no contract refers to it any more, the list stays as it is: nobody reads it.
    const target = references.find(({ to, toColumn }) => to === feed && toColumn === column);
    const params = { [`to_feed_${place}`]: text(feed), [`to_column_${place}`]: text(column) };
    return target ? [{ script: rewriteKeys(target, place), params }] : [];
  });
};

/** Judges the rows of feeds that no subject rebuilds. */
export const judgeAlone = async (
  platform: Platform,
  jobId: string,
  { judged }: ChecksPlan,
  rebuilt: ReadonlySet<string>,
): Promise<void> => {
  for (const { feed, days, fileDates } of judged.filter((one) => !rebuilt.has(one.feed))) {
    for (const [part, some] of inParts(days).entries()) {
      const judgement = await judgementOf(platform, feed, {
        ...dayParams(some),
        file_dates: dates(fileDates),
      });
      // Without one, its contract has lost its checks: its files are read again.
      const id = `${jobId}-checks-${feed}-${part}`;
      if (judgement) await submitScript(platform.warehouse, { id, ...judgement });
    }
  }
};
