import type { ColumnCheck, Property } from "./contract-column.ts";
import { type ContractFault, thrownFault } from "./contract-fault.ts";
import { checkPattern } from "./re2-pattern.ts";
import { timePattern } from "./time-format.ts";

type Limits = Extract<ColumnCheck, { metric: "invalidValues" }>["arguments"];

const numeric: readonly string[] = ["INT64", "FLOAT64", "NUMERIC"];
const temporal: readonly string[] = ["DATE", "DATETIME", "TIMESTAMP"];

/** What the schema of a column allows but its type does not. */
export const columnFaults = (column: Property): ContractFault[] => [
  ...nameFaults(column),
  ...settingFaults(column),
  ...column.quality.flatMap((check, index) =>
    check.metric === "invalidValues"
      ? limitFaults(column.physicalType, check.arguments).map(({ path, message }) => ({
          path: ["quality", index, "arguments", ...path],
          message,
        }))
      : [],
  ),
];

/** BigQuery refuses columns whose names begin so, in either case. https://cloud.google.com/bigquery/docs/schemas#column_names */
const reservedPrefix = /^(_PARTITION|_TABLE_|_FILE_|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER)/i;

const nameFaults = ({ name }: Property): ContractFault[] => {
  const fault = (message: string) => [{ path: ["name"], message }];
  const [prefix] = reservedPrefix.exec(name) ?? [];
  if (prefix !== undefined)
    return fault(
      `BigQuery reserves names that begin with ${prefix.toUpperCase()}: name the column ${name.replace(/^_+/, "").toLowerCase()}, with the alias "${name}"`,
    );
  return name.startsWith("_") || name.toLowerCase() === "business_date"
    ? fault(`"${name}" is the name of a column that Daybook adds itself`)
    : [];
};

const settingFaults = ({ physicalType, customProperties: custom }: Property): ContractFault[] => {
  const only = (used: boolean, setting: string, types: readonly string[]) =>
    typeFaults(used, ["customProperties", setting], physicalType, types);
  return [
    ...only(custom.formats.length > 0, "formats", temporal),
    ...only(custom.monthNames === true, "monthNames", temporal),
    ...only(custom.decimalComma, "decimalComma", ["NUMERIC"]),
    ...only(custom.numberFormat !== undefined, "numberFormat", ["NUMERIC"]),
    ...only(custom.dividedBy !== undefined, "dividedBy", ["NUMERIC"]),
    ...only(custom.hundredths === true, "hundredths", ["NUMERIC"]),
    ...only(custom.fractionOf !== undefined, "fractionOf", ["NUMERIC"]),
    ...only(custom.percents === true, "percents", ["NUMERIC"]),
    ...only(custom.fileDate === true, "fileDate", [...temporal, "STRING"]),
    ...only(custom.negativeFlips !== undefined, "negativeFlips", ["NUMERIC"]),
    ...only(custom.negativeWhere !== undefined, "negativeWhere", ["NUMERIC"]),
    ...only(custom.dayColumns !== undefined, "dayColumns", temporal),
    ...only(custom.timeColumn !== undefined, "timeColumn", ["DATETIME", "TIMESTAMP"]),
    ...only(custom.upperCase, "upperCase", ["STRING"]),
    ...only(custom.wholeNumberText, "wholeNumberText", ["STRING"]),
    ...custom.formats.flatMap((format) =>
      thrownFault(["customProperties", "formats"], () => timePattern(format)),
    ),
  ];
};

const typeFaults = (
  used: boolean,
  path: string[],
  type: string,
  types: readonly string[],
): ContractFault[] =>
  !used || types.includes(type) ? [] : [{ path, message: `is for ${types.join(", ")}, not for ${type}` }];

const limitFaults = (type: Property["physicalType"], limits: Limits): ContractFault[] => {
  const only = (name: keyof Limits, types: readonly string[]) =>
    typeFaults(limits[name] !== undefined, [name], type, types);
  const bounds = (["minimum", "exclusiveMinimum", "maximum"] as const).flatMap((name) =>
    limits[name] === undefined || hasType(type, limits[name])
      ? []
      : [{ path: [name], message: `${JSON.stringify(limits[name])} is not a valid ${type}` }],
  );
  const { pattern } = limits;
  return [
    ...bounds,
    ...(["maxLength", "validValues", "pattern", "currency"] as const).flatMap((name) =>
      only(name, ["STRING"]),
    ),
    ...only("wholeUnitsOf", numeric),
    ...(pattern === undefined ? [] : thrownFault(["pattern"], () => checkPattern(pattern))),
  ];
};

const hasType = (type: Property["physicalType"], bound: number | string): boolean => {
  const text = String(bound);
  if (type === "INT64") return /^-?\d{1,18}$/.test(text);
  if (type === "NUMERIC") return /^-?\d{1,28}(\.\d{1,9})?$/.test(text);
  if (type === "FLOAT64") return text.trim() !== "" && Number.isFinite(Number(text));
  if (type === "STRING") return typeof bound === "string";
  if (type === "DATE") return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return (
    temporal.includes(type) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
};
