import { z } from "zod";
import { columnSettings, Property } from "../../../shared/contracts/contract-column.ts";
import { ContractDocument, feedSettings } from "../../../shared/contracts/contract-document.ts";
import { TableCheck } from "../../../shared/contracts/contract-table.ts";
import { markdownTable } from "./markdown.ts";

/** All that a contract may say, from the schema that reads it. */
export const contractReference = (): string =>
  [
    "# What a contract may say",
    "A contract is a YAML document of the Open Data Contract Standard 3.1. What the standard has no word for stands in `customProperties`, as `{ property: NAME, value: VALUE }`.",
    "## The document",
    keyTable(ContractDocument),
    "## Settings of the feed (customProperties of the document)",
    settingsTable(feedSettings),
    "## A column (schema.properties)",
    keyTable(Property),
    "## Settings of a column (customProperties of the column)",
    settingsTable(columnSettings),
    "## Checks of a column (quality of the column)",
    checksTable(Property.shape.quality),
    "## Checks of the table (quality of the schema)",
    checksTable(z.array(TableCheck)),
    "",
  ].join("\n\n");

interface Described {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly items?: Described & {
    readonly oneOf?: readonly Described[];
    readonly anyOf?: readonly Described[];
  };
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
}

const described = (schema: z.ZodType): Described =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Described;

const keyTable = (schema: z.ZodType): string => {
  const { properties = {}, required = [] } = described(schema);
  const rows = Object.entries(properties).map(([key, value]) => [
    `\`${key}\``,
    valuesOf(value),
    required.includes(key) ? "required" : defaultOf(value),
  ]);
  return markdownTable(["key", "values", "default"], rows);
};

const settingsTable = (settings: Readonly<Record<string, z.ZodType>>): string => {
  const { properties = {}, required = [] } = described(z.object(settings));
  const rows = Object.entries(properties).map(([key, value]) => [
    `\`${key}\``,
    value.description ?? "",
    valuesOf(value),
    required.includes(key) ? "required" : defaultOf(value),
  ]);
  return markdownTable(["setting", "meaning", "values", "default"], rows);
};

const checksTable = (schema: z.ZodType): string => {
  const { items } = described(schema);
  const rows = (items?.oneOf ?? items?.anyOf ?? []).map(({ properties = {} }) => [
    `\`${String(properties["metric"]?.const)}\``,
    Object.entries(properties)
      .filter(([key]) => key !== "metric" && key !== "description" && key !== "severity")
      .map(
        ([key, value]) =>
          `${key}${value.properties ? `: { ${Object.keys(value.properties).join(", ")} }` : ""}`,
      )
      .join(", "),
    valuesOf(properties["severity"] ?? {}),
  ]);
  return markdownTable(["metric", "with", "severity"], rows);
};

const valuesOf = (value: Described): string => {
  if (value.const !== undefined) return JSON.stringify(value.const);
  if (value.enum) return value.enum.join(", ");
  if (value.properties) return `{ ${Object.keys(value.properties).join(", ")} }`;
  return value.type === "array" ? `list of ${value.items?.type ?? "values"}` : (value.type ?? "any");
};

const defaultOf = ({ default: value }: Described): string =>
  value === undefined ? "" : JSON.stringify(value);
