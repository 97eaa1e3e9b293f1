import type { Feed } from "../../shared/contracts/feed.ts";
import { dates, dayParams } from "../../shared/sql.ts";
import { manifestsIn, union } from "../../shared/work/manifest.ts";
import { credit } from "./credit/credit.ts";
import { sales } from "./sales/sales.ts";
import type { CleanSubject } from "./subject.ts";

export const builtInSubjects: readonly CleanSubject[] = [sales, credit];

export const allSubjects = (feeds: readonly Feed[]): readonly CleanSubject[] => [
  ...builtInSubjects,
  ...feeds.flatMap(({ name, sql, businessDate }) =>
    sql === undefined ? [] : [feedWithSql(name, sql, businessDate !== undefined)],
  ),
];

/** A feed that is cleaned by the `<feed>.sql` beside its contract. A changed day changes no other day. */
const feedWithSql = (name: string, script: string, hasDays: boolean): CleanSubject => ({
  name,
  feed: name,
  async plan({ state }, tokens) {
    const changed = tokens.filter(({ feed }) => feed === name);
    if (changed.length === 0) return undefined;
    const days = union(...changed.map((token) => token.days));
    if (!hasDays) return { days, fileDates: union(changed.map(({ fileDate }) => fileDate)) };
    if (days.length === 0) return undefined;
    const manifests = await manifestsIn(state).list(name);
    const touching = manifests.filter((manifest) => manifest.days.some((day) => days.includes(day)));
    return { days, fileDates: union(touching.map(({ fileDate }) => fileDate)) };
  },
  async rebuild(_, { days, fileDates }) {
    return { script, params: { ...dayParams(days), file_dates: dates(fileDates) } };
  },
});
