import type { Feed } from "./feed.ts";

/** The columns of a feed that name the person whom a row is about: as the row is, and before a change gave it another key. */
export const personColumns = (feed: Feed): readonly string[] => {
  const earlier = earlierKey(feed);
  if (feed.subject === undefined) return [];
  return earlier === undefined ? [feed.subject] : [feed.subject, earlier];
};

/** The column that names a person as they were called before a change of their key. */
const earlierKey = ({ subject, changes }: Feed): string | undefined =>
  subject === undefined ? undefined : changes?.previousKey?.[changes.key.indexOf(subject)];

/** GoogleSQL for the pairs of ids that changes gave one person; undefined if no feed can tell of such. */
export const renamedPeople = (feeds: readonly Feed[]): string | undefined => {
  const selects = feeds.flatMap((feed) => {
    const earlier = earlierKey(feed);
    return earlier === undefined
      ? []
      : [
          `select ${earlier} as earlier, ${feed.subject} as later from ${feed.table} where _source_date >= date '0001-01-01' and ${earlier} is not null and ${feed.subject} is not null`,
        ];
  });
  return selects.length === 0 ? undefined : selects.join("\nunion distinct\n");
};
