import { columnSettings, Property } from "../../../shared/contracts/contract-column.ts";
import { feedSettings } from "../../../shared/contracts/contract-document.ts";
import { TableCheck } from "../../../shared/contracts/contract-table.ts";
import { contractText, contractYaml } from "../../../shared/contracts/contract-text.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { checkFromOdcs, type Part } from "./odcs-checks.ts";
import { partsOf } from "./odcs-export.ts";
import { physicalTypeFor } from "./odcs-types.ts";

export interface Imported {
  readonly feed: string;
  readonly yaml: string;
  /** What Daybook has no place for, or took for something else. */
  readonly notes: readonly string[];
}

/** The contracts for the tables of an ODCS document, one for each. Throws if a table cannot be a feed at all. */
export const importContracts = (yaml: string): readonly Imported[] => {
  const document = contractText(yaml) as unknown as Part;
  if (document?.["kind"] !== "DataContract")
    throw new RejectedInput(
      'this is no data contract of the Open Data Contract Standard: it lacks "kind: DataContract"',
    );
  const tables = partsOf(document["schema"]);
  if (tables.length === 0)
    throw new RejectedInput("the contract has no schema: there is no table to make a feed of");
  return tables.map((table) => importTable(document, table, tables.length === 1));
};

const importTable = (document: Part, table: Part, isOnly: boolean): Imported => {
  const notes: string[] = [];
  const feed = identifierOf(String(table["name"] ?? document["name"] ?? "table"));
  const properties = partsOf(table["properties"]).flatMap((column) => importColumn(column, notes));
  const quality = partsOf(table["quality"])
    .map(checkFromOdcs)
    .filter((check) => isKnown(TableCheck, check, feed, notes));
  const contract = {
    apiVersion: "v3.1.0",
    kind: "DataContract",
    id: String(document["id"] ?? `daybook.${feed}`),
    name: feed,
    version: /^\d+\.\d+\.\d+$/.test(String(document["version"])) ? document["version"] : "1.0.0",
    status: ["active", "draft", "deprecated"].includes(String(document["status"]))
      ? document["status"]
      : "draft",
    ...purposeOf(document, table),
    schema: [
      { name: feed, physicalName: `raw.${feed}`, properties, ...(quality.length > 0 ? { quality } : {}) },
    ],
    customProperties: feedCustom(isOnly ? document : {}, feed, properties, notes),
    ...slaOf(document),
  };
  const text = contractYaml(contract);
  parseContract(text, `${feed}.yaml`);
  return { feed, yaml: text, notes };
};

const importColumn = (column: Part, notes: string[]): readonly Part[] => {
  const header = String(column["name"]);
  const name = identifierOf(header);
  const type = physicalTypeFor(textOf(column["physicalType"]), textOf(column["logicalType"]));
  if (type === undefined) {
    notes.push(`column ${header} is left out: a cell of a file holds no ${String(column["logicalType"])}`);
    return [];
  }
  const checks = [...partsOf(column["quality"]).map(checkFromOdcs), ...limitsOf(column)];
  const custom = knownSettings(column, columnSettings, name, notes);
  if (name !== header && !custom.some(({ property }) => property === "aliases"))
    custom.push({ property: "aliases", value: [header] });
  const imported = {
    name,
    physicalType: type,
    ...(column["description"] === undefined ? {} : { description: column["description"] }),
    ...(column["required"] === true || column["primaryKey"] === true ? { required: true } : {}),
    ...classificationOf(column),
  };
  const isFit = (check: Part) =>
    isKnown(Property, { ...imported, quality: [check] }, `${name}: ${String(check["metric"])}`, notes);
  const quality = checks.filter(isFit);
  return [
    {
      ...imported,
      ...(quality.length > 0 ? { quality } : {}),
      ...(custom.length > 0 ? { customProperties: custom } : {}),
    },
  ];
};

const classificationOf = ({ classification }: Part): Part => {
  if (classification === undefined) return {};
  const isPersonal = /pii|personal|sensitive|restricted|confidential/i.test(String(classification));
  return { classification: isPersonal ? "pii" : "public" };
};

/** The standard states limits beside the type. */
const limitsOf = ({ logicalTypeOptions }: Part): readonly Part[] => {
  const known = ["minimum", "maximum", "exclusiveMinimum", "maxLength", "pattern"];
  const limits = Object.entries((logicalTypeOptions ?? {}) as Part).filter(([key]) => known.includes(key));
  return limits.length === 0
    ? []
    : [{ metric: "invalidValues", arguments: Object.fromEntries(limits), severity: "quarantine" }];
};

interface Custom {
  readonly property: string;
  readonly value: unknown;
}

const knownSettings = (part: Part, settings: object, of: string, notes: string[]): Custom[] =>
  partsOf(part["customProperties"]).flatMap(({ property, value }) => {
    if (String(property) in settings) return [{ property: String(property), value }];
    notes.push(`${of}: ${String(property)} means nothing to Daybook and is left out`);
    return [];
  });

/** A feed needs to know where its files lie and how they make up its table. */
const feedCustom = (
  document: Part,
  feed: string,
  properties: readonly Part[],
  notes: string[],
): readonly Custom[] => {
  const custom = knownSettings(document, feedSettings, feed, notes);
  const add = (property: string, value: unknown) => {
    if (custom.some((known) => known.property === property)) return;
    custom.push({ property, value });
    notes.push(`${feed}: ${property} is taken as ${JSON.stringify(value)}; change it if that is wrong`);
  };
  const day = properties.find(
    ({ physicalType, required }) => required === true && /^(DATE|TIMESTAMP)/.test(String(physicalType)),
  );
  add("paths", [`${feed}/{date}*.csv`, `${feed}.csv`]);
  add("loadMode", day ? "daily" : "snapshot");
  if (day && !partsOf(document["customProperties"]).some(({ property }) => property === "loadMode"))
    add("businessDate", day["name"]);
  return custom;
};

const purposeOf = (document: Part, table: Part): Part => {
  const described = document["description"] as Part | undefined;
  const purpose = textOf(described?.["purpose"]) ?? textOf(table["description"]);
  return purpose === undefined ? {} : { description: { purpose } };
};

const slaOf = (document: Part): Part => {
  const known = partsOf(document["slaProperties"]).filter(
    ({ property, value }) =>
      ["frequency", "latency", "volumeDropPercent"].includes(String(property)) && typeof value === "number",
  );
  return known.length === 0
    ? {}
    : {
        slaProperties: known.map(({ property, value, unit }) => ({
          property,
          value,
          ...(unit === undefined ? {} : { unit }),
        })),
      };
};

const isKnown = (
  schema: { safeParse(value: unknown): { readonly success: boolean } },
  value: unknown,
  what: string,
  notes: string[],
): boolean => {
  const { success } = schema.safeParse(value);
  if (!success) notes.push(`${what}: this check cannot be stated here and is left out`);
  return success;
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const identifierOf = (text: string): string => {
  const plain = text
    .replaceAll(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^(?=\d)/, "_")
    .slice(0, 120);
  return plain === "" ? "table" : plain;
};
