import { parseRule } from "../quality/rule-reader.ts";
import { assertRule } from "../quality/rule-types.ts";
import type { Property } from "./contract-column.ts";
import type { ContractDocument } from "./contract-document.ts";
import { type ContractFault, thrownFault } from "./contract-fault.ts";
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
      if (check.metric !== "duplicateValues") return [];
      return check.arguments.properties
        .filter((name) => !types.has(name))
        .map((name) => ({ path: [...path, "properties"], message: `"${name}" is not a column of the feed` }));
    });
    const standIns = properties.flatMap((column, place) =>
      standInFaults(column, properties).map(({ path, message }) => ({
        path: ["schema", index, "properties", place, ...path],
        message,
      })),
    );
    return [...checks, ...standIns];
  });

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
export const referenceFaults = (feeds: readonly Feed[]): readonly string[] =>
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
