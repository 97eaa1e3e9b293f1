import { readFileSync } from "node:fs";
import { join } from "node:path";
import { csvFiles, dataset } from "../../data/datasets.ts";
import { plainCsv } from "../../data/plain-csv.ts";

/** A sale of Online Retail with its member in each dimension. */
export interface RetailLine {
  readonly members: readonly string[];
  readonly amount: number;
}

export const retailDimensions: readonly string[] = ["country", "family", "customer", "price"];

const cancellation = /^C/;
const namedCountries = 9;
const namedFamilies = 15;

/** The sales of each open day, oldest first. Returns are left out: the cube is of gross sales. */
export const readRetailDays = (): readonly (readonly RetailLine[])[] => {
  const folder = dataset("online-retail-by-day");
  const days = csvFiles(folder).map((file) =>
    plainCsv(readFileSync(join(folder, file), "utf8")).filter(isSale),
  );
  const all = days.flat();
  const countries = largest(all, (row) => row["Country"] ?? "", namedCountries);
  const families = largest(all, familyOf, namedFamilies);
  const groups = customerGroups(all);
  return days.map((rows) =>
    rows.map((row) => ({
      members: [
        countries.has(row["Country"] ?? "") ? (row["Country"] ?? "") : "Other",
        families.has(familyOf(row)) ? familyOf(row) : "OTHER",
        groups.get(row["CustomerID"] ?? "") ?? "guest",
        priceBand(Number(row["UnitPrice"])),
      ],
      amount: amountOf(row),
    })),
  );
};

type Raw = Readonly<Record<string, string>>;

const isSale = (row: Raw): boolean =>
  Number(row["Quantity"]) > 0 && Number(row["UnitPrice"]) > 0 && !cancellation.test(row["InvoiceNo"] ?? "");

const amountOf = (row: Raw): number => Number(row["Quantity"]) * Number(row["UnitPrice"]);

/** The last word of the description: BAG, BOX, HOLDER. */
const familyOf = (row: Raw): string =>
  /([A-Z]+)[^A-Z]*$/.exec((row["Description"] ?? "").toUpperCase())?.[1] ?? "NONE";

const groupsByRank = [
  { name: "A", upTo: 0.1 },
  { name: "B", upTo: 0.3 },
  { name: "C", upTo: 0.6 },
  { name: "D", upTo: 1 },
];

/** Customers by their rank in the year's sales: a shop's own grading. Guests are the fifth group. */
const customerGroups = (rows: readonly Raw[]): ReadonlyMap<string, string> => {
  const known = rows.filter((row) => row["CustomerID"] !== "");
  const ranked = byTotal(known, (row) => row["CustomerID"] ?? "");
  return new Map(
    ranked.map((customer, rank) => {
      const group = groupsByRank.find(({ upTo }) => rank < upTo * ranked.length);
      return [customer, group?.name ?? "D"];
    }),
  );
};

const priceBand = (price: number): string => {
  if (price < 1.5) return "under 1.50";
  if (price < 3) return "1.50 to 3";
  return price < 6 ? "3 to 6" : "6 or more";
};

const largest = (rows: readonly Raw[], nameOf: (row: Raw) => string, count: number): ReadonlySet<string> =>
  new Set(byTotal(rows, nameOf).slice(0, count));

const byTotal = (rows: readonly Raw[], nameOf: (row: Raw) => string): readonly string[] => {
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(nameOf(row), (totals.get(nameOf(row)) ?? 0) + amountOf(row));
  return [...totals].sort(([, left], [, right]) => right - left).map(([name]) => name);
};
