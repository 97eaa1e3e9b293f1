import { isoDate } from "../../../shared/dates.ts";
import { type Random, stream } from "../../../shared/learning/random.ts";
import { code, csvRow, money } from "./csv.ts";
import { COUNTRIES } from "./geography.ts";
import { at, gamma, logNormalNoise, normal, pick, splitList } from "./samplers.ts";

/** A business that buys on 30 days' credit, with habits that no file shows. */
export type Account = Readonly<ReturnType<typeof account>>;
export type CreditItem = Readonly<ReturnType<typeof creditItem>>;

const LATENESS_SPREAD = 1.2;
const COMPANY_WORDS = splitList("Northgate, Willow, Harbour, Summit, Crown, Orchard, Beacon, Mill, Foxglove");
const COMPANY_TRADES = splitList(
  "Interiors, Supplies, Trading, Hotels, Gift Shops, Garden Centres, Catering",
);
const COMPANY_FORMS = ["Ltd", "& Sons", "Group", "Partners, LLP", "PLC"];
const STREETS = splitList("High Street, Station Road, Mill Lane, Church Street, Park Avenue, Quay Side");
const CONTACTS = splitList("A. Ashworth, B. Calder, D. Everett, F. Greaves, H. Ingram, J. Kendal, L. Mercer");
const ITEM_KINDS = splitList("Display Stand, Gift Box, Carton, Price Labels, Hanger, Tissue, Shelf, Basket");
const ITEM_SIZES = splitList("Small, Medium, Large, Bulk");

export function accounts(seed: number, count: number, from: number): readonly Account[] {
  return Array.from({ length: count }, (_, index) => account(stream(seed, "account", index), index, from));
}

export function creditItems(seed: number, count: number): readonly CreditItem[] {
  return Array.from({ length: count }, (_, index) => creditItem(stream(seed, "credit item", index), index));
}

function account(random: Random, index: number, from: number) {
  const id = code("A", 4, index + 1);
  const name = `${pick(random, COMPANY_WORDS)} ${pick(random, COMPANY_TRADES)} ${pick(random, COMPANY_FORMS)}`;
  const phone = `+44 1632 ${String(960_000 + index).padStart(6, "0")}`;
  const joined = isoDate(from - 1 - random.below(1500));
  return {
    id,
    row: csvRow(id, name, address(random), pick(random, CONTACTS), phone, joined),
    /** Invoices relative to other accounts. */
    pace: gamma(random, 1.5),
    /** Multiplies the quantities that it orders. */
    size: logNormalNoise(random, 0.7),
    /** Added to the log-odds of paying late. */
    lateness: LATENESS_SPREAD * normal(random),
  };
}

/** Half of the addresses have several lines, as people type them. */
function address(random: Random): string {
  const [region, city] = pick(random, at(COUNTRIES, 0).places);
  const parts = [`${1 + random.below(180)} ${pick(random, STREETS)}`, city, region];
  return parts.join(random.chance(0.5) ? "\n" : ", ");
}

function creditItem(random: Random, index: number) {
  const id = code("K", 4, index + 1);
  const kind = at(ITEM_KINDS, index % ITEM_KINDS.length);
  const size = pick(random, ITEM_SIZES);
  const retailCents = Math.max(50, Math.round(900 * logNormalNoise(random, 0.8)));
  const costCents = Math.round(retailCents * (0.45 + 0.3 * random.next()));
  const description = `${size} ${kind.toLowerCase()}, sold by the piece`;
  return {
    id,
    row: csvRow(id, `${kind} ${size}`, description, money(costCents), money(retailCents)),
    retailCents,
  };
}
