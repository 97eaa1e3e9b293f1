import { historyTable } from "../../../shared/contracts/history-tables.ts";
import {
  anyDate,
  type ChangingFeed,
  inFiles,
  isTold,
  keyOf,
  lineage,
  passed,
  previousKeyOf,
} from "./changing-feed.ts";

/** Keys of these files as they are now, and, from the history, as they were; and those of rows that were marked without it. */
export const touchedKeys = (feed: ChangingFeed): string => {
  const from = `from ${feed.table}\nwhere ${anyDate} and ${inFiles} and ${passed}`;
  const history = historyTable(feed);
  const previous = previousKeyOf(feed);
  const parts = [
    `select ${keyOf(feed)} as event_key ${from} and ${isTold(feed)} and ${keyOf(feed)} is not null`,
    ...(previous === undefined ? [] : [`select ${previous} ${from} and ${previous} is not null`]),
    // A plain row of a key that changes have told about.
    `select ${keyOf(feed)} ${from} and ${keyOf(feed)} in (select change_key from ${history})`,
    `select change_key from ${history}\nwhere ${inFiles}`,
    markedAlone(feed),
  ];
  return parts.join("\nunion distinct\n");
};

/**
 * Rows whose mark is not what the history says. A file may have ended them and gone before its round wrote the history:
 * then nothing else tells that they hold again.
 */
const markedAlone = (feed: ChangingFeed): string => {
  const history = historyTable(feed);
  return `select marked.own_key
from (
  select ${keyOf(feed)} as own_key, _quarantined as is_ended, ${lineage.join(", ")}
  from ${feed.table}
  where ${anyDate} and ${passed}
) as marked
left join (select distinct change_key from ${history}) as told on told.change_key = marked.own_key
left join (
  select change_key, ${lineage.join(", ")} from ${history} where valid_to is null and not is_deleted
) as holding
  on holding.change_key = marked.own_key and ${lineage.map((name) => `holding.${name} = marked.${name}`).join(" and ")}
where marked.own_key is not null
  and marked.is_ended <> (told.change_key is not null and holding.change_key is null)`;
};
