import { renamedPeople } from "../../../shared/contracts/person-columns.ts";
import type { Platform } from "../../../shared/platform.ts";

/**
 * All ids that changes of keys gave one person, the given one last: when the others are erased one by one, what is left
 * still leads from it to the rest, also after a stop.
 */
export const namesOfPerson = async (
  { warehouse, feeds }: Pick<Platform, "warehouse" | "feeds">,
  id: string,
): Promise<readonly string[]> => {
  const sql = renamedPeople(feeds);
  const pairs = sql === undefined ? [] : await warehouse.query(sql);
  const known = pairs.map(({ earlier, later }) => [String(earlier), String(later)] as const);
  const names = new Set([id]);
  // A set takes what is added while it is walked through: the walk ends when nothing new is found.
  for (const name of names)
    for (const pair of known) if (pair.includes(name)) for (const other of pair) names.add(other);
  return [...names].toReversed();
};
