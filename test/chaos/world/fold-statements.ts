import { changingFeeds } from "../../../functions/2-clean/changes/changing-feed.ts";
import {
  anyChange as anyChangeSql,
  filesOfTouched as filesOfTouchedSql,
} from "../../../functions/2-clean/changes/fold-sql.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import type { Params, Row, ScriptJob } from "../../../shared/ports.ts";
import { anyChange, byPosition, filesOfTouched, markEnded, rewriteHistory } from "./fold.ts";
import type { Tables } from "./tables.ts";

type Answer = (tables: Tables, params: Params) => Row[];

/** What clean asks about changes, recognised by its text. */
export const answerOnChanges = (feeds: readonly Feed[], sql: string): Answer | undefined => {
  const [feed] = changingFeeds(feeds);
  if (!feed) return undefined;
  if (sql === filesOfTouchedSql(feed)) return (tables, params) => [...filesOfTouched(tables, params)];
  if (sql === anyChangeSql(feed))
    return (tables, params) => (anyChange(tables, params) ? [{ found: 1 }] : []);
  return undefined;
};

/** A script that orders by anything but the place in the log is a planted bug: it folds as files arrived. */
export const foldChanges = (
  tables: Tables,
  { id, script, params }: ScriptJob,
  arrived: (object: string) => string,
): void => {
  const newest = script.includes("order by at_0 desc")
    ? byPosition
    : ({ row }: { readonly row: { readonly object: string } }) => arrived(row.object);
  if (id.includes("-fold-")) markEnded(tables, params, newest);
  else rewriteHistory(tables, params, newest);
};
