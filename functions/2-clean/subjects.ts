import type { Feed } from "../../shared/contracts/feed.ts";
import { feedWithSql } from "./feed-with-sql.ts";
import { sales } from "./sales/sales.ts";
import type { CleanSubject } from "./subject.ts";

export const builtInSubjects: readonly CleanSubject[] = [sales];

export const allSubjects = (feeds: readonly Feed[]): readonly CleanSubject[] => [
  ...builtInSubjects,
  ...feeds.flatMap(({ name, sql, businessDate }) =>
    sql === undefined ? [] : [feedWithSql(name, sql, businessDate !== undefined)],
  ),
];
