import { cleanRules } from "../quality/clean-rules.ts";
import { parseRule } from "../quality/rule-reader.ts";
import { assertNumber, assertRule } from "../quality/rule-types.ts";
import type { Property } from "./contract-column.ts";
import type { ContractDocument } from "./contract-document.ts";
import { type ContractFault, thrownFault } from "./contract-fault.ts";
import type { TableCheck } from "./contract-table.ts";
import type { Feed } from "./feed.ts";

/** What the checks across columns and the stand-in columns allow but the feed's columns do not. */
export const tableFaults = ({ schema }: ContractDocument): ContractFault[] =>
  schema.flatMap(({ properties, quality }, index) => {
    const types = new Map(properties.map(({ name, physicalType }) => [name, physicalType]));
    const checks = quality.flatMap((check, place) => {
      const path = ["schema", index, "quality", place, "arguments"];
      if (check.metric === "rule") {
        const { holds } = check.arguments;
        return thrownFault([...path, "holds"], () => assertRule(parseRule(holds), types));
      }
      return [
        ...(check.metric === "earlierRow"
          ? (["rows", "needs"] as const).flatMap((key) =>
              thrownFault([...path, key], () => assertRule(parseRule(check.arguments[key]), types)),
            )
          : []),
        ...reservedName(check).map((message) => ({ path: [...path, "name"], message })),
        ...namedColumns(check)
          .filter(([, name]) => !types.has(name))
          .map(([key, name]) => ({ path: [...path, key], message: `"${name}" is not a column of the feed` })),
      ];
    });
    const standIns = properties.flatMap((column, place) =>
      standInFaults(column, properties).map(({ path, message }) => ({
        path: ["schema", index, "properties", place, ...path],
        message,
      })),
    );
    return [...checks, ...standIns];
  });

const reservedName = (check: TableCheck): readonly string[] => {
  if (check.metric !== "earlierRow" && check.metric !== "sumOfRows") return [];
  const { name } = check.arguments;
  return cleanRules.some((rule) => rule === name) ? [`"${name}" is the name of a built-in rule`] : [];
};

/** The columns that a check names, each with the key that names it. */
const namedColumns = (check: TableCheck): readonly (readonly [key: string, name: string])[] => {
  if (check.metric === "duplicateValues")
    return check.arguments.properties.map((name) => ["properties", name] as const);
  if (check.metric === "earlierRow") return check.arguments.same.map((name) => ["same", name] as const);
  if (check.metric !== "sumOfRows") return [];
  const { column, by } = check.arguments;
  return [["column", column] as const, ["by", by] as const];
};

const standInFaults = (
  { physicalType, customProperties: { orElse } }: Property,
  all: readonly Property[],
): ContractFault[] => {
  if (orElse === undefined) return [];
  const other = all.find(({ name }) => name === orElse);
  // Any cell is a text.
  return other && (other.physicalType === physicalType || physicalType === "STRING")
    ? []
    : [
        {
          path: ["customProperties", "orElse"],
          message: `"${orElse}" is no ${physicalType} column of the feed`,
        },
      ];
};

/** A reference to a feed that no contract describes, or to a column that it lacks. Known only once all are read. */
export const referenceFaults = (feeds: readonly Feed[]): readonly string[] => [
  ...feeds.flatMap((feed) => sumFaults(feed, feeds)),
  ...columnFaults(feeds),
];

const sumFaults = ({ name, columns, sums }: Feed, feeds: readonly Feed[]): readonly string[] =>
  sums.flatMap(({ name: check, column, feed: to, of, by }) => {
    const target = feeds.find((feed) => feed.name === to);
    if (!target) return [`${name}.yaml: ${check}: "${to}" is no feed`];
    const types = new Map(target.columns.map((each) => [each.name, each.type]));
    const own = new Map(columns.map((each) => [each.name, each.type]));
    if (types.get(by) !== own.get(by))
      return [`${name}.yaml: ${check}: by: ${to} has no ${own.get(by)} column "${by}"`];
    return [
      ...thrownFault([], () => assertNumber({ is: "column", name: column }, own)),
      ...thrownFault([], () => assertNumber(of, types)),
    ].map(({ message }) => `${name}.yaml: ${check}: ${message}`);
  });

const columnFaults = (feeds: readonly Feed[]): readonly string[] =>
  feeds.flatMap(({ name, columns }) =>
    columns.flatMap((column) =>
      column.references.flatMap((to) => {
        const { unlessGiven } = to;
        if (unlessGiven !== undefined && !columns.some((one) => one.name === unlessGiven))
          return [`${name}.yaml: ${column.name}: unlessGiven: "${unlessGiven}" is not a column of the feed`];
        const target = feeds.find((feed) => feed.name === to.feed);
        const known = target?.columns.find((one) => one.name === to.column);
        if (known?.type === column.type) return [];
        const what = target ? `has no ${column.type} column "${to.column}"` : "is no feed";
        return [`${name}.yaml: ${column.name} refers to ${to.feed}.${to.column}, but "${to.feed}" ${what}`];
      }),
    ),
  );
