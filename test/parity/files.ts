import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CompanyOptions, generateCompany } from "../../infra/laptop/synthetic/company.ts";
import { dataset } from "../data/datasets.ts";

/** What happens to a bucket. */
export type Change =
  | { readonly drop: string; readonly text: string }
  /** Only files whose contract lets their rows go with them change a table by this. */
  | { readonly remove: string };

/** Changes that come together; the next ones come when the tables are at rest. */
export type Waves = readonly (readonly Change[])[];

const realDays = ["2010-12-01", "2010-12-02", "2010-12-03", "2010-12-05", "2010-12-06"];

/** The first five days of Online Retail, unedited, of which every so many-th invoice is kept with all its lines. */
export const onlineRetail = (everyInvoice: number): Change[] => {
  const folder = dataset("online-retail-by-day");
  return realDays.map((day) => {
    const [header, ...lines] = readFileSync(join(folder, `${day}.csv`), "utf8").split("\n");
    const kept = lines.filter((line) => Number(/\d+/.exec(line)?.[0] ?? "1") % everyInvoice === 0);
    return { drop: `${day}.csv`, text: [header, ...kept, ""].join("\n") };
  });
};

export const messyCompany = (options: Partial<CompanyOptions> = {}): { drop: string; text: string }[] =>
  [
    ...generateCompany(
      CompanyOptions.parse({
        ...{ days: 8, customers: 12, products: 10, stores: 2, linesPerDay: 15, mess: 0.6, anomalies: 0 },
        ...options,
      }),
    ),
  ]
    .filter(({ name }) => !name.startsWith("_") && !name.startsWith("credit/"))
    .map(({ name, text }) => ({ drop: name, text }));

/** A small company's twelve files, each first with its beginning only and corrected again and again until it is whole. */
export const correctedFiles = (versions: number): { drop: string; text: string }[] => {
  const files = messyCompany({ days: 9, customers: 6, products: 5, linesPerDay: 4 }).slice(0, 12);
  return Array.from({ length: versions }, (_, version) =>
    files.map(({ drop, text }) => ({ drop, text: beginning(text, (version + 1) / versions) })),
  ).flat();
};

const beginning = (text: string, share: number): string => {
  const lines = text.split("\n");
  return share === 1 ? text : `${lines.slice(0, Math.max(2, Math.ceil(lines.length * share))).join("\n")}\n`;
};

const isDay = ({ drop }: { drop: string }): boolean => /^transactions\/[-\d]+\.csv$/.test(drop);

// BigQuery's emulator computes a window anew for each of its rows, and a subquery for each row that is joined to it: the
// five days' 14,027 lines take it more than three minutes for one statement, the 229 lines of these invoices seconds.
const forEmulators = 50;

/**
 * Five real days and a messy company, whose second half comes first; a day is wrong at first and replaced later, one is
 * replaced by what cannot be read, and one is taken away again.
 */
export const parityWaves = (everyInvoice: number = forEmulators): Waves => {
  // Soon after the real days: the emulator's windows over all days since the first one take it minutes for some years.
  const files = messyCompany({ from: "2011-01-03", seed: 2 });
  const [wrong, corrupted, removed, source] = files.filter(isDay);
  if (!wrong || !corrupted || !removed || !source) throw new Error("the company has too few days");
  const half = Math.floor(files.length / 2);
  const others = files.filter((file) => file !== wrong);
  return [
    onlineRetail(everyInvoice),
    [...others.slice(half), { drop: wrong.drop, text: source.text }],
    [...others.slice(0, half), wrong],
    [{ drop: corrupted.drop, text: `${corrupted.text}"an open quote` }, { remove: removed.drop }],
  ];
};
