import { z } from "zod";

/** How the files of a feed make up its raw table. */
export const LoadMode = z.enum(["daily", "snapshot", "changes"]).superRefine((mode, context) => {
  const rules = rulesByMode[mode];
  if (typeof rules === "string") context.addIssue({ code: "custom", message: rules });
});
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

/** The rules of each mode, or why a contract cannot ask for it. */
const rulesByMode: Readonly<Record<LoadMode, LoadRules | string>> = {
  /** Each file holds the rows of its date. All files count. */
  daily: { partitions: (changedDates) => changedDates, inForce: (files) => files },
  /** Each file holds the whole table. The newest counts: by date, then by name. */
  snapshot: {
    partitions: () => "all",
    inForce: (files) =>
      files.toSorted((left, right) => (fileOrder(left) < fileOrder(right) ? 1 : -1)).slice(0, 1),
  },
  /** Each file holds inserts, updates and deletes. */
  changes: "not supported yet: use daily, or snapshot for files that hold the whole table",
};

const fileOrder = ({ fileDate, object }: DatedFile): string => `${fileDate} ${object}`;

export const loadRules = ({ loadMode }: { readonly loadMode: LoadMode }): LoadRules => {
  const rules = rulesByMode[loadMode];
  if (typeof rules === "string") throw new Error(`load mode ${loadMode} is ${rules}`);
  return rules;
};
