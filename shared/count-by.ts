/** How many items have each key, in the order in which the keys first come. */
export const countBy = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Readonly<Record<string, number>> =>
  Object.fromEntries(Array.from(Map.groupBy(items, keyOf), ([key, members]) => [key, members.length]));
