import { z } from "zod";

/** How the files of a feed make up its raw table. */
export const LoadMode = z.enum(["daily", "snapshot", "changes"]);
export type LoadMode = z.infer<typeof LoadMode>;

export interface DatedFile {
  readonly fileDate: string;
  readonly object: string;
}

export interface LoadRules {
  /** The partitions that a load replaces when files of these dates changed. With "all", it reads all files of the feed. */
  partitions(changedDates: readonly string[]): readonly string[] | "all";
  /** Of the files that were not retracted, those whose rows the table shows. */
  inForce<File extends DatedFile>(files: readonly File[]): readonly File[];
}

const rulesByMode: Readonly<Record<LoadMode, LoadRules>> = {
  /** Each file holds the rows of its date. All files count. */
  daily: { partitions: (changedDates) => changedDates, inForce: (files) => files },
  /** Each file holds the whole table. The newest counts: by date, then by name. */
  snapshot: {
    partitions: () => "all",
    inForce: (files) =>
      files.toSorted((left, right) => (fileOrder(left) < fileOrder(right) ? 1 : -1)).slice(0, 1),
  },
  /** Each file holds inserts, updates and deletes. All files count; which of their rows do is told after the load. */
  changes: { partitions: (changedDates) => changedDates, inForce: (files) => files },
};

const fileOrder = ({ fileDate, object }: DatedFile): string => `${fileDate} ${object}`;

interface Loading {
  readonly loadMode: LoadMode;
  /** Files of changes beside plain ones. */
  readonly changes?: { holds(object: string): boolean } | undefined;
}

export const loadRules = ({ loadMode, changes }: Loading): LoadRules => {
  const rules = rulesByMode[loadMode];
  if (!changes) return rules;
  return {
    ...rules,
    inForce(files) {
      const { plain = [], told = [] } = Object.groupBy(files, ({ object }) =>
        changes.holds(object) ? "told" : "plain",
      );
      return [...rules.inForce(plain), ...told];
    },
  };
};
