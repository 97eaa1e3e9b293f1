import { changesFaults } from "./changes-rules.ts";
import type { Property } from "./contract-column.ts";
import type { ContractDocument } from "./contract-document.ts";
import { type ContractFault, thrownFault } from "./contract-fault.ts";
import { headerKey } from "./header-key.ts";
import { pathPattern } from "./path-pattern.ts";
import { tableFaults } from "./table-rules.ts";

/** What each part of a contract allows but the whole does not. */
export const documentFaults = (document: ContractDocument): ContractFault[] => [
  ...nameFaults(document),
  ...document.schema.flatMap(({ properties }, index) =>
    [
      ...sharedHeaders(properties),
      ...currencyFaults(properties),
      ...otherColumnFaults(properties),
      ...signFaults(properties),
      ...subjectFaults(properties),
    ].map(({ path, message }) => ({
      path: ["schema", index, "properties", ...path],
      message,
    })),
  ),
  ...tableFaults(document),
  ...businessDateFaults(document),
  ...shapeFaults(document),
  ...duplicateFaults(document),
  ...pathFaults(document),
  ...changesFaults(document),
];

/** Daybook's own table in the raw dataset. */
const reserved = "rejects";

const nameFaults = ({ name, schema }: ContractDocument): ContractFault[] => [
  ...(name.toLowerCase() === reserved
    ? [{ path: ["name"], message: `"${name}" is the name of a table that Daybook writes itself` }]
    : []),
  ...schema.flatMap(({ physicalName }, index) =>
    physicalName === `raw.${name}`
      ? []
      : [{ path: ["schema", index, "physicalName"], message: `must be raw.${name}, the feed's own table` }],
  ),
];

/** Two columns that would read the same column of a file. */
const sharedHeaders = (columns: readonly Property[]): ContractFault[] => {
  const owner = new Map<string, string>();
  return columns.flatMap((column, index) =>
    headersOf(column).flatMap((key) => {
      const other = owner.get(key);
      owner.set(key, column.name);
      const message = `"${column.name}" and "${other}" would both take a column headed "${key}"`;
      return other === undefined ? [] : [{ path: [index], message }];
    }),
  );
};

const headersOf = ({ name, customProperties: { aliases, onlyAliases } }: Property): readonly string[] => [
  ...new Set((onlyAliases ? aliases : [name, ...aliases]).map(headerKey)),
];

const currencyFaults = (columns: readonly Property[]): ContractFault[] => {
  const texts = columns.filter(({ physicalType }) => physicalType === "STRING").map(({ name }) => name);
  return columns.flatMap(({ quality }, column) =>
    quality.flatMap((check, index) => {
      const named = check.metric === "invalidValues" ? check.arguments.wholeUnitsOf : undefined;
      if (named === undefined || texts.includes(named)) return [];
      const path = [column, "quality", index, "arguments", "wholeUnitsOf"];
      return [{ path, message: `"${named}" is not a STRING column of the feed` }];
    }),
  );
};

const otherColumnFaults = (columns: readonly Property[]): ContractFault[] => {
  const numbers = columns.filter(({ physicalType }) => ["NUMERIC", "INT64"].includes(physicalType));
  return columns.flatMap(({ name, customProperties }, index) =>
    (["dividedBy", "negativeFlips", "fractionOf"] as const).flatMap((setting) =>
      [customProperties[setting] ?? []].flat().flatMap((other) => {
        if (other !== name && numbers.some((column) => column.name === other)) return [];
        const path = [index, "customProperties", setting];
        return [{ path, message: `"${other}" is not another NUMERIC or INT64 column of the feed` }];
      }),
    ),
  );
};

const signFaults = (columns: readonly Property[]): ContractFault[] =>
  columns.flatMap(({ customProperties: { negativeWhere } }, index) => {
    if (negativeWhere === undefined) return [];
    const other = columns.find(({ name }) => name === negativeWhere.column);
    return other?.physicalType === "STRING"
      ? []
      : [
          {
            path: [index, "customProperties", "negativeWhere"],
            message: `"${negativeWhere.column}" is not a STRING column of the feed`,
          },
        ];
  });

/** At most one column names the person. It must be text that rejects mask. */
const subjectFaults = (columns: readonly Property[]): ContractFault[] => {
  const named = columns.flatMap((column, index) =>
    column.customProperties.subject ? [{ column, index }] : [],
  );
  const first = named[0]?.column.name;
  return named.flatMap(({ column, index }) => {
    const path = [index, "customProperties", "subject"];
    if (column.name !== first) return [{ path, message: `"${first}" already says whom a row is about` }];
    if (column.physicalType !== "STRING" || column.classification !== "pii")
      return [{ path, message: `"${column.name}" must be a STRING of classification pii` }];
    return [];
  });
};

const businessDateFaults = ({ schema, customProperties }: ContractDocument): ContractFault[] => {
  const { businessDate } = customProperties;
  if (businessDate === undefined) return [];
  const column = schema[0]?.properties.find(({ name }) => name === businessDate);
  const isDay = column?.required && ["DATE", "DATETIME", "TIMESTAMP"].includes(column.physicalType);
  const message = column
    ? `"${businessDate}" must be a required DATE, DATETIME or TIMESTAMP`
    : `"${businessDate}" is not a column of the feed`;
  return isDay ? [] : [{ path: ["customProperties", "businessDate"], message }];
};

/** Columns by which lines of a file are told apart or filled. */
const shapeFaults = ({
  schema,
  customProperties: { fillDown, skipRows },
}: ContractDocument): ContractFault[] => {
  const names = schema[0]?.properties.map(({ name }) => name) ?? [];
  const unknown = (listed: readonly string[] | undefined, path: readonly string[]) =>
    (listed ?? [])
      .filter((name) => !names.includes(name))
      .map((name) => ({
        path: ["customProperties", ...path],
        message: `"${name}" is not a column of the feed`,
      }));
  return [...unknown(fillDown, ["fillDown"]), ...unknown(skipRows?.blank, ["skipRows", "blank"])];
};

/** Other feeds name their keys themselves. */
const duplicateFaults = ({ name, customProperties: { duplicates } }: ContractDocument): ContractFault[] =>
  duplicates === undefined || name === "transactions"
    ? []
    : [
        {
          path: ["customProperties", "duplicates"],
          message: "is for transactions: name the key of another feed with a duplicateValues check",
        },
      ];

const pathFaults = ({ customProperties }: ContractDocument): ContractFault[] =>
  customProperties.paths.flatMap((template, index) =>
    thrownFault(["customProperties", "paths", index], () => pathPattern(template)),
  );
