import type { Column, Feed } from "../../../shared/contracts/feed.ts";

/** A difference between two versions of a contract, and whether files that passed before may fail now. */
export interface Difference {
  readonly grade: "breaking" | "stricter" | "compatible";
  readonly what: string;
}

const grades: readonly Difference["grade"][] = ["breaking", "stricter", "compatible"];

/** What changed from one contract to another, the gravest first. */
export const diffContracts = (before: Feed, after: Feed): readonly Difference[] =>
  [...columnDifferences(before, after), ...settingDifferences(before, after)].toSorted(
    (left, right) => grades.indexOf(left.grade) - grades.indexOf(right.grade),
  );

const columnDifferences = (before: Feed, after: Feed): readonly Difference[] => {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const now = new Map(after.columns.map((column) => [column.name, column]));
  const gone = before.columns.filter(({ name }) => !now.has(name));
  return [
    ...gone.map(({ name }) => breaking(`column ${name} is gone: tables and reports that read it fail`)),
    ...after.columns.flatMap((column) => {
      const former = old.get(column.name);
      return former ? changes(former, column) : [added(column)];
    }),
  ];
};

const added = ({ name, required }: Column): Difference =>
  required
    ? breaking(`column ${name} is new and required: files without it are rejected`)
    : compatible(`column ${name} is new and optional`);

const changes = (before: Column, after: Column): readonly Difference[] => {
  const { name } = after;
  const lost = before.aliases.filter((alias) => !after.aliases.includes(alias));
  const gained = after.aliases.filter((alias) => !before.aliases.includes(alias));
  return [
    ...typeChange(before, after),
    ...(before.required === after.required
      ? []
      : [after.required ? breaking(`${name} is now required`) : compatible(`${name} is no longer required`)]),
    ...(lost.length > 0 ? [breaking(`${name} is no longer read from ${lost.join(", ")}`)] : []),
    ...(gained.length > 0 ? [compatible(`${name} is also read from ${gained.join(", ")}`)] : []),
    ...checkChanges(before, after),
    ...formatChanges(before, after),
  ];
};

const typeChange = (before: Column, after: Column): readonly Difference[] => {
  if (before.type === after.type) return [];
  const what = `${after.name} is ${after.type}, was ${before.type}`;
  const isWider = before.type === "INT64" && after.type === "NUMERIC";
  return [isWider ? compatible(`${what}: nothing is lost`) : breaking(what)];
};

const checkChanges = (before: Column, after: Column): readonly Difference[] => {
  const [old, now] = [before.checks, after.checks].map(
    (checks) => new Set(checks.map((one) => JSON.stringify(one))),
  );
  const added = [...(now ?? [])].filter((check) => !old?.has(check));
  const gone = [...(old ?? [])].filter((check) => !now?.has(check));
  return [
    ...added.map((check) => ({
      grade: "stricter" as const,
      what: `${after.name} has a new check: ${check}`,
    })),
    ...gone.map((check) => compatible(`${after.name} has lost a check: ${check}`)),
  ];
};

const formats = ({
  formats: dates,
  numberFormat,
  decimalComma,
  timeColumn,
  dayColumns,
  default: fallback,
}: Column): string => JSON.stringify({ dates, numberFormat, decimalComma, timeColumn, dayColumns, fallback });

const formatChanges = (before: Column, after: Column): readonly Difference[] =>
  formats(before) === formats(after)
    ? []
    : [
        {
          grade: "stricter",
          what: `${after.name} is written otherwise: ${formats(before)} becomes ${formats(after)}`,
        },
      ];

const settings = ["encoding", "delimiter", "loadMode", "businessDate", "onDelete", "newColumns"] as const;

const settingDifferences = (before: Feed, after: Feed): readonly Difference[] => {
  const paths = (feed: Feed) => feed.paths.map(({ template }) => template);
  const lost = paths(before).filter((path) => !paths(after).includes(path));
  const gained = paths(after).filter((path) => !paths(before).includes(path));
  return [
    ...settings
      .filter((name) => before[name] !== after[name])
      .map((name) => breaking(`${name} is ${after[name] ?? "not set"}, was ${before[name] ?? "not set"}`)),
    ...(lost.length > 0 ? [breaking(`files ${lost.join(", ")} are no longer this feed's`)] : []),
    ...(gained.length > 0 ? [compatible(`files ${gained.join(", ")} are this feed's as well`)] : []),
    ...(after.maxRejectPercent < before.maxRejectPercent
      ? [
          {
            grade: "stricter" as const,
            what: `at most ${after.maxRejectPercent} % of rows may be bad, was ${before.maxRejectPercent} %`,
          },
        ]
      : []),
  ];
};

const breaking = (what: string): Difference => ({ grade: "breaking", what });
const compatible = (what: string): Difference => ({ grade: "compatible", what });
