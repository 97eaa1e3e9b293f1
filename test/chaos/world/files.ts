import type { Feed } from "../../../shared/contracts/feed.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { Dice } from "./dice.ts";

/** Few objects that share file dates, business days, products, rates and customers: every change reaches others. */
export const objectNames = [
  "transactions/2024-01-01.csv",
  "transactions/2024-01-01-b.csv",
  "transactions/2024-01-02.csv",
  "transactions/2024-01-05.csv",
  "transactions/2024-01-09.csv",
  "fx_rates/2024-01-01.csv",
  "fx_rates/2024-01-04.csv",
  "products.csv",
  "products/2024-01-03.csv",
] as const;

/** The contents that an object may have: five sound ones, one that cannot be its feed, and one that waits for a person. */
export const badContent = 5;
export const heldContent = 6;
/** Files of so few rows are held back. */
const mostHeldRows = 1;

export const isHeld = ({ minRows }: Feed, text: string): boolean =>
  minRows !== undefined && text.trim().split("\n").length - 1 <= minRows.moreThan;

const day = (number: number): string => `2024-01-${String(number).padStart(2, "0")}`;

export const contentOf = (object: number, content: number): string => {
  const name = objectNames[object] ?? "";
  const dice = new Dice(object * 100 + content + 1);
  const pick = (list: readonly string[]): string => list[dice.below(list.length)] ?? "";
  const open = content === badContent ? '"open quote' : "";
  const rows = Array.from(
    { length: content === heldContent ? mostHeldRows : 2 + dice.below(2) },
    (_, row): string => {
      const date = Number(/-0(\d)(-b)?\.csv$/.exec(name)?.[1] ?? 1);
      if (name.startsWith("fx_rates"))
        return `${day(date + dice.below(5))},${pick(["EUR", "USD"])},${pick(["0.5", "0.8", "0.9", "bad in 2"])}`;
      if (name.startsWith("products"))
        return `${pick(["P", "Q", "R"])},Product,${pick(["1", "2", "3", "bad"])},GBP,Toys`;
      const on = day(date + dice.below(4));
      // Some invoices stand in several files: the first copy counts.
      const invoice = dice.chance(0.3) ? `SHARED-${on}` : `${object}-${content}-${row}`;
      const cells = [
        pick(["P", "P", "Q", "R"]),
        "1",
        `${on}T10:00:00`,
        pick(["", "", "4", "5", "bad", "bad in 2"]),
      ];
      return [invoice, ...cells, pick(["GBP", "GBP", "EUR", "USD"]), pick(["C1", "C2", ""])].join(",");
    },
  );
  return `${headerOf(name)}\n${rows.join("\n")}\n${open}`;
};

const headerOf = (name: string): string => {
  if (name.startsWith("fx_rates")) return "rate_date,currency,rate_to_base";
  if (name.startsWith("products")) return "stock_code,description,unit_price,currency,category";
  return "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id";
};

const builtIn = loadFeeds();

/** The built-in contracts, forgiving about bad rows. Version 2 refuses rows that version 1 takes. */
export const feedsOf = (version: 1 | 2, onDelete: Feed["onDelete"], judged = false): readonly Feed[] =>
  builtIn
    .filter(({ name }) => ["transactions", "fx_rates", "products"].includes(name))
    .map((feed) => ({
      ...forgiving(feed, version, onDelete, judged),
      minRows: { moreThan: mostHeldRows, severity: "hold" as const },
    }));

export const forgiving = (feed: Feed, version: 1 | 2, onDelete: Feed["onDelete"], judged: boolean): Feed => ({
  ...feed,
  version: `${version}.0.0`,
  digest: `${feed.digest.slice(0, 8)}-v${version}`,
  delimiter: ",",
  maxRejectPercent: 100,
  onDelete,
  ...(judged ? {} : { columns: feed.columns.map((column) => ({ ...column, references: [] })), keys: [] }),
});
