import type { Column, Feed } from "../../shared/contracts/feed.ts";
import { headerKey } from "../../shared/contracts/header-key.ts";
import { meaningsOf } from "../../shared/contracts/header-meanings.ts";

/** What a header that lacks required columns looks like, and what would make it fit. */
export interface ForeignHeader {
  readonly feed: Feed;
  readonly cells: readonly string[];
  readonly delimiter: string;
  readonly missing: readonly Column[];
  /** Headers that the contract knows. */
  readonly known: ReadonlySet<number>;
  readonly feeds: readonly Feed[];
}

export const describeForeign = ({ feed, cells, delimiter, missing, known, feeds }: ForeignHeader): string => {
  const free = cells.filter((_, index) => !known.has(index));
  const named = missing.map(({ name, aliases }) =>
    aliases.length > 0 ? `no column "${name}" (nor ${aliases.join(", ")}).` : `no column "${name}".`,
  );
  return [
    ...named,
    `The file, split by ${delimiterNames[delimiter] ?? `"${delimiter}"`}, has: ${preview(cells)}.`,
    ...missing.flatMap(({ name }) => aliasFor(name, free)),
    ...betterFeed(feed, cells, feeds),
    `Or let \`contract infer\` draft a contract from the file.`,
  ].join(" ");
};

const delimiterNames: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
};

/** True if the words are those of a header, whichever feed it is of: then it may be shown. */
export const looksLikeHeader = (cells: readonly string[]): boolean => usualWords(cells) >= 2;

/** How many cells are words with which shops head a column. */
export const usualWords = (cells: readonly string[]): number =>
  cells.filter((cell) => (meaningsOf(cell)[0]?.sureness ?? 0) > 0.9).length;

const aliasFor = (name: string, free: readonly string[]): readonly string[] => {
  const [best] = free
    .flatMap((header) =>
      meaningsOf(header)
        .filter(({ meaning }) => meaning === name)
        .map(({ sureness }) => ({ header, sureness })),
    )
    .toSorted((left, right) => right.sureness - left.sureness);
  return best
    ? [`"${best.header.slice(0, 40)}" may be ${name}: add it to the aliases of ${name} in the contract.`]
    : [`Add the file's name for ${name} to its aliases in the contract.`];
};

/** Another feed that knows more of the header than this one. */
const betterFeed = (feed: Feed, cells: readonly string[], feeds: readonly Feed[]): readonly string[] => {
  const knownBy = ({ columns }: Feed): number => {
    const keys = new Set(columns.flatMap(({ name, aliases }) => [name, ...aliases].map(headerKey)));
    return cells.filter((cell) => keys.has(headerKey(cell))).length;
  };
  const [best] = feeds
    .map((other) => ({ other, known: knownBy(other) }))
    .toSorted((left, right) => right.known - left.known);
  if (!best || best.other.name === feed.name || best.known <= knownBy(feed)) return [];
  return [
    `It fits the feed ${best.other.name} best (${best.known} of ${cells.length} columns), whose files are named ${best.other.paths.map(({ template }) => template).join(" or ")}.`,
  ];
};

export const preview = (cells: readonly string[]): string => {
  const shown = cells.slice(0, 12).map((cell) => cell.slice(0, 40));
  return cells.length > 12 ? `${shown.join(", ")}, … (${cells.length})` : shown.join(", ");
};
