import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { Dice } from "./dice.ts";
import { badContent, feedsOf, forgiving } from "./files.ts";

/** Plain files of sales, and pieces of the log that tells of the same sales. */
export const changeObjects = [
  "transactions/2024-01-01.csv",
  "transactions/2024-01-02.csv",
  "changes/transactions/2024-01-01.csv",
  "changes/transactions/2024-01-01-b.csv",
  "changes/transactions/2024-01-03.csv",
  "changes/transactions/2024-01-05.csv",
  "changes/transactions/2024-01-05-b.csv",
  "fx_rates/2024-01-01.csv",
] as const;

const sale = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id";
const headers = {
  fx: "rate_date,currency,rate_to_base",
  plain: sale,
  changes: `operation,log_position,previous_invoice_no,${sale}`,
};

/** Few invoices and a short log: each change meets others of its invoice. */
const invoices = ["I1", "I2", "I3", "I4"];
const logLength = 14;

export const changeContent = (object: number, content: number): string => {
  const name = changeObjects[object] ?? "";
  const dice = new Dice(object * 100 + content + 7);
  const kind = name.startsWith("fx") ? "fx" : name.startsWith("changes") ? "changes" : "plain";
  const rows = Array.from({ length: 1 + dice.below(4) }, () => {
    if (kind === "fx") return `2024-01-0${1 + dice.below(5)},EUR,${pick(dice, ["0.5", "0.8"])}`;
    if (kind === "plain") return saleOf(dice, pick(dice, invoices));
    // Now and then a source contradicts itself: two changes with one position.
    return entryOf(1 + dice.below(logLength), dice.chance(0.1) ? object : 0);
  });
  return `${headers[kind]}\n${rows.join("\n")}\n${content === badContent ? '"open quote' : ""}`;
};

/** The log's entry at a position is the same in every file that tells of it. */
const entryOf = (position: number, variant: number): string => {
  const dice = new Dice(position * 31 + variant * 1009);
  const at = String(position).padStart(2, "0");
  const operation = pick(dice, ["I", "U", "U", "U", "D", "D", "R", "UPDATE-DELETE"]);
  const invoice = pick(dice, invoices);
  const place = operation === "R" && dice.chance(0.5) ? "" : at;
  if (operation === "D") return `D,${place},,${invoice},,,,,,`;
  const previous = operation === "U" && dice.chance(0.4) ? pick(dice, invoices) : "";
  return `${operation},${place},${previous},${saleOf(dice, invoice)}`;
};

const saleOf = (dice: Dice, invoice: string): string =>
  [
    invoice,
    pick(dice, ["P", "P", "Q"]),
    String(1 + dice.below(3)),
    `2024-01-0${1 + dice.below(6)}T10:00:00`,
    pick(dice, ["", "4", "5", "6", "bad"]),
    pick(dice, ["GBP", "GBP", "EUR"]),
    pick(dice, ["C1", "C2", ""]),
  ].join(",");

const pick = (dice: Dice, list: readonly string[]): string => list[dice.below(list.length)] ?? "";

/** The built-in contract of sales, which takes changes here. */
const changingSales = (): Feed => {
  const file = new URL("../../../shared/contracts/transactions.yaml", import.meta.url);
  const contract = parseDocument(readFileSync(file, "utf8"));
  for (const [name, physicalType] of [
    ["operation", "STRING"],
    ["log_position", "INT64"],
    ["previous_invoice_no", "STRING"],
  ])
    contract.addIn(["schema", 0, "properties"], contract.createNode({ name, physicalType }));
  const changes = {
    paths: ["changes/transactions/{date}*.csv"],
    key: ["invoice_no"],
    previousKey: ["previous_invoice_no"],
    operation: "operation",
    position: ["log_position"],
  };
  contract.addIn(["customProperties"], contract.createNode({ property: "changes", value: changes }));
  return parseContract(String(contract), "transactions.yaml");
};

const changing = changingSales();

export const changingFeedsOf = (
  version: 1 | 2,
  onDelete: Feed["onDelete"],
  judged = false,
): readonly Feed[] =>
  feedsOf(version, onDelete, judged).map((feed) =>
    feed.name === changing.name
      ? forgiving(changing, version, onDelete, judged)
      : { ...feed, minRows: undefined },
  );
