import type { Column, Feed } from "../../../shared/contracts/feed.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import { columnComments, tableSchemas } from "../../deploy/table-schemas.ts";

/** All that there is to look up: tables, columns, checks and KPIs. */
export interface Dictionary {
  readonly tables: readonly {
    readonly name: string;
    readonly description: string;
    readonly columns: readonly DescribedColumn[];
  }[];
  readonly kpis: readonly {
    readonly name: string;
    readonly description: string;
    readonly formula: string;
    readonly unit: string;
    readonly owner: string;
    readonly dimensions: readonly string[];
  }[];
}

interface DescribedColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly personal: boolean;
  readonly checks: readonly string[];
}

export const dictionaryOf = async (feeds: readonly Feed[], kpis: readonly Kpi[]): Promise<Dictionary> => {
  const schemas = await tableSchemas(feeds);
  const comments = await columnComments(feeds);
  const byTable = new Map(feeds.map((feed) => [feed.table, feed]));
  return {
    tables: Object.entries(schemas).map(([name, { description, columns, personal }]) => {
      const feed = byTable.get(name);
      return {
        name,
        description: feed?.purpose ?? description,
        columns: columns.map((column) => {
          const known = feed?.columns.find((one) => one.name === column.name);
          return {
            name: column.name,
            type: column.type,
            description:
              known?.description ?? comments.get(`${name}.${column.name}`) ?? added[column.name] ?? "",
            personal: personal.includes(column.name),
            checks: known ? checksOf(known) : [],
          };
        }),
      };
    }),
    kpis: kpis.map(({ name, description, formulaText: formula, unit, owner, dimensions }) => ({
      name,
      description: description.en,
      ...{ formula, unit, owner, dimensions },
    })),
  };
};

/** Columns that Daybook adds to every raw table. */
const added: Readonly<Record<string, string>> = {
  business_date: "The day on which the row counts, in the company's time zone.",
  _source_date: "The date of the file.",
  _object: "The file's name in the bucket.",
  _generation: "The version of the file: a replaced file has another.",
  _row: "The line of the file where the row begins.",
  _rescued: "Cells of columns that the contract does not name, as JSON.",
  _quarantined:
    "The row breaks a check; tables built from this one leave it out. Of a feed with changes: or a change has ended it.",
  _accepted: "The row passed its checks.",
  change_key: "The key of the row, as the contract's changes name it.",
  is_deleted: "The row was gone from then on. Its values are those that the deletion told.",
  valid_from:
    "When this version began: the time that the source gives, never before that of the version before.",
  valid_to: "When the next version began. Missing for the version that holds.",
};

const checksOf = (column: Column): readonly string[] => [
  ...(column.required ? ["must be given"] : []),
  ...column.checks.map(
    ({ severity, arguments: limits }) =>
      `${severity}: ${Object.entries(limits)
        .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
        .join(", ")}`,
  ),
  ...column.references.map(({ severity, feed, column: to }) => `${severity}: must stand in ${feed}.${to}`),
  ...(column.maxNullPercent
    ? [`${column.maxNullPercent.severity}: missing in at most ${column.maxNullPercent.limit} % of the rows`]
    : []),
];
