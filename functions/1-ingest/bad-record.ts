import { type Column, type Feed, subjectText } from "../../shared/contracts/feed.ts";
import { personColumns } from "../../shared/contracts/person-columns.ts";
import { shownValue } from "../../shared/quality/row-checks.ts";
import type { Reject } from "../../shared/staging.ts";
import type { BadRecord } from "./dialect.ts";
import type { HeaderMap } from "./header.ts";

/** Describes a record that the scanner rejected, without personal data. */
export const describeReject = (feed: Feed, header: HeaderMap, bad: BadRecord): Reject => {
  const found = bad.rule === "field_count" ? wrongCount(bad) : controlCharacter(cellNames(feed, header), bad);
  return {
    line: bad.line,
    rule: bad.rule,
    ...found,
    reasons: found.message,
    record: recordText(feed, header, bad),
    failsFile: false,
    holdsFile: false,
    subjects: possibleSubjects(feed, header, bad),
  };
};

/** In a record of the wrong length, any field may name the person. */
const possibleSubjects = (feed: Feed, { cellOf }: HeaderMap, { fields, expected, cells }: BadRecord) => {
  const people = personColumns(feed);
  return feed.columns
    .filter(({ name }) => people.includes(name))
    .flatMap((column) => {
      const cell = cellOf.get(column.name);
      const named = fields === expected ? cells.filter((_, index) => index === cell) : cells;
      return named.map((text) => subjectText(column, text));
    });
};

type CellName = Pick<Column, "name" | "pii">;

const wrongCount = ({ fields, expected }: BadRecord) => ({
  column: null,
  value: String(fields),
  message: `${fields} fields where the header has ${expected}`,
});

const controlCharacter = (names: ReadonlyMap<number, CellName>, { cell = 0, value = "" }: BadRecord) => {
  const named = names.get(cell);
  const column = named?.name ?? null;
  return {
    column,
    value: shownValue(value, { pii: named?.pii ?? false }),
    message: `${column ?? `field ${cell + 1}`} holds a control character`,
  };
};

/** In a record of the wrong length, no cell's column is known: all are withheld if the file has personal data. */
const recordText = (feed: Feed, header: HeaderMap, { fields, expected, cells }: BadRecord): string => {
  const names = cellNames(feed, header);
  if (fields === expected) {
    const shown = cells.flatMap((text, cell) => {
      const named = names.get(cell);
      return named && text !== "" ? [[named.name, shownValue(text, named)] as const] : [];
    });
    return JSON.stringify(Object.fromEntries(shown));
  }
  const personal = [...names.values()].some(({ pii }) => pii);
  return personal
    ? `(withheld: which of the ${fields} fields hold personal data cannot be told)`
    : cells.map((text) => shownValue(text, { pii: false })).join(", ");
};

const cellNames = ({ columns }: Feed, { cellOf, extra }: HeaderMap): ReadonlyMap<number, CellName> =>
  new Map([
    ...extra.map(({ header, cell }) => [cell, { name: header, pii: false }] as const),
    ...columns.flatMap(({ name, pii }) => {
      const cell = cellOf.get(name);
      return cell === undefined ? [] : [[cell, { name, pii }] as const];
    }),
  ]);
