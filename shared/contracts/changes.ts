import type { ChangesSetting } from "./changes-setting.ts";
import type { ColumnCheck } from "./contract-column.ts";
import { pathPattern } from "./path-pattern.ts";

/** A feed's change files as the pipeline uses them. */
export type Changes = Readonly<ReturnType<typeof makeChanges>>;

export const makeChanges = ({ paths, ...setting }: ChangesSetting) => {
  const patterns = paths?.map(pathPattern);
  return {
    ...setting,
    paths: patterns ?? [],
    /** Whether an object of the feed is a file of changes. */
    holds: (object: string): boolean =>
      patterns?.some((pattern) => pattern.match(object) !== undefined) ?? true,
  };
};

interface PlainColumn {
  readonly name: string;
  readonly upperCase: boolean;
  readonly checks: readonly Extract<ColumnCheck, { metric: "invalidValues" }>[];
}

interface TakesChanges {
  /** In rows in which another column has one of these texts, a required value may be missing. */
  readonly absentIn: { readonly column: string; readonly words: readonly string[] } | undefined;
  /** A text that sorts by the place in a log that it names. */
  readonly isPosition: boolean;
  /** Plain files lack the column, and nobody misses it there. */
  readonly isOfChanges: boolean;
}

const plain: TakesChanges = { absentIn: undefined, isPosition: false, isOfChanges: false };

/** What a column of the feed becomes because of its changes. */
export const changedColumn = <Plain extends PlainColumn>(
  column: Plain,
  changes: ChangesSetting | undefined,
): Plain & TakesChanges => {
  if (!changes) return { ...column, ...plain };
  const { key, previousKey = [], operation, position, changedAt, words } = changes;
  if (column.name === operation) {
    const validValues = Object.values(words).flat();
    const known = {
      metric: "invalidValues",
      arguments: { validValues },
      severity: "quarantine",
      description: "an operation that the contract does not know",
    } as const;
    return { ...column, ...plain, upperCase: true, checks: [...column.checks, known], isOfChanges: true };
  }
  // A delete may tell its key alone.
  const told = [...words.delete, ...words.before];
  return {
    ...column,
    absentIn: key.includes(column.name) ? undefined : { column: operation, words: told },
    isPosition: position.includes(column.name),
    isOfChanges: [...previousKey, ...position, changedAt].includes(column.name),
  };
};

/** What every change must say, whatever else its row holds. */
export const changeRules = ({ key, operation, position, words }: ChangesSetting) => {
  const isSnapshot = words.snapshot.map((word) => `${operation} = '${word.replaceAll("'", "''")}'`);
  const given = (names: readonly string[]) => names.map((name) => `${name} is not null`).join(" and ");
  const anyOf = (...parts: readonly string[]) => parts.map((part) => `(${part})`).join(" or ");
  return [
    {
      name: "position_missing",
      holds: anyOf(`${operation} is null`, ...isSnapshot, given(position)),
      description: "a change must say where it stands in the source's log",
    },
    {
      name: "key_missing",
      holds: anyOf(`${operation} is null`, given(key)),
      description: "a change must say which row it changes",
    },
  ];
};
