import { dayOf, isoDate } from "../../shared/dates.ts";
import { type Random, stream } from "../../shared/learning/random.ts";
import type { CreditChange } from "./credit-history.ts";

type Row = Readonly<Record<string, string>>;

/** A table of a source, as its own log tells it. */
interface Source {
  readonly feed: string;
  /** Keys are few, so that changes meet. */
  readonly keys: number;
  /** The columns of a key, each with its cell. */
  keyOf(id: string): Row;
  make(random: Random): Row;
}

const firstDay = dayOf("2024-01-01");
const someDay = (random: Random, from: number, days: number): string =>
  isoDate(firstDay + from + random.below(days));

const sources: readonly Source[] = [
  {
    feed: "accounts",
    keyOf: (id) => ({ account_id: id }),
    keys: 4,
    make: (random) => ({
      joined_on: someDay(random, -300, 320),
      terms_days: String(7 * (1 + random.below(5))),
    }),
  },
  {
    feed: "invoices",
    keyOf: (id) => ({ invoice_id: id }),
    keys: 9,
    make: (random) => ({
      account_id: `A${random.below(4)}`,
      issued_on: someDay(random, 0, 60),
      amount: String(10 * (1 + random.below(30))),
    }),
  },
  {
    feed: "payments",
    keyOf: (id) => ({ payment_id: id }),
    keys: 9,
    make: (random) => ({
      invoice_id: `I${random.below(10)}`,
      paid_on: someDay(random, 20, 90),
      amount: random.chance(0.5) ? String(10 * (1 + random.below(20))) : "",
    }),
  },
  {
    feed: "skus",
    keyOf: (id) => ({ item_id: id }),
    keys: 4,
    make: (random) => ({ unit_cost: String(1 + random.below(5)), unit_price: String(6 + random.below(9)) }),
  },
  {
    feed: "invoice_line_items",
    // A line is of an invoice, and either may change.
    keyOf: (id) => ({
      invoice_id: `I${Number(id.slice(1)) % 5}`,
      line_no: String(Math.floor(Number(id.slice(1)) / 5)),
    }),
    keys: 12,
    make: (random) => ({ item_id: `S${random.below(5)}`, quantity: String(1 + random.below(9)) }),
  },
];

export interface ChangesHistory {
  /** What happens in the bucket, round by round: shuffled, doubled, lost and sent again. */
  readonly rounds: readonly (readonly CreditChange[])[];
  /** What the sources hold in the end, by feed. */
  readonly holds: ReadonlyMap<string, ReadonlyMap<string, Row>>;
}

/** Logs of five tables, cut into files that arrive in any order. The same seed gives the same history. */
export const changesHistory = (seed: number): ChangesHistory => {
  const random = stream(seed, "changes history");
  const holds = new Map<string, Map<string, Row>>();
  const files: CreditChange[] = [];
  for (const source of sources) {
    const table = new Map<string, Row>();
    holds.set(source.feed, table);
    files.push(...filesOf(random, source, logOf(random, source, table)));
  }
  return { rounds: deliver(random, files), holds };
};

type Logged = Row & { readonly change_operation: string };

/** Plays the table, and writes down what happened, in the order of the log. */
const logOf = (random: Random, { keyOf, keys, feed, make }: Source, table: Map<string, Row>): Logged[] => {
  const letter = feed.slice(0, 1).toUpperCase();
  let position = random.below(5);
  return Array.from({ length: 6 + random.below(14) }, (): Logged => {
    // Logs have gaps: most of their entries are about other tables.
    position += 1 + random.below(40);
    const id = `${letter}${random.below(keys)}`;
    const place = { change_position: String(position), changed_at: `${someDay(random, 0, 60)}T12:00:00Z` };
    if (table.has(id) && random.chance(0.3)) {
      table.delete(id);
      return { ...place, change_operation: "D", ...keyOf(id) };
    }
    const moved = `${letter}${random.below(keys)}`;
    if (table.has(id) && !table.has(moved) && random.chance(0.3)) {
      const row = make(random);
      table.delete(id);
      table.set(moved, row);
      return { ...place, ...row, change_operation: "U", ...keyOf(moved), ...previous(keyOf(id)) };
    }
    const row = make(random);
    const change_operation = table.has(id) ? "U" : "I";
    table.set(id, row);
    return { ...place, ...row, change_operation, ...keyOf(id) };
  });
};

const previous = (key: Row): Row =>
  Object.fromEntries(Object.entries(key).map(([name, cell]) => [`previous_${name}`, cell]));

/** The log in pieces. Some are sent twice, under another name and with what stands before them. */
const filesOf = (random: Random, { feed, keyOf, make }: Source, log: readonly Logged[]): CreditChange[] => {
  const columns = [
    "change_operation",
    "change_position",
    "changed_at",
    ...Object.keys({ ...keyOf("X0"), ...previous(keyOf("X0")) }),
  ];
  const own = Object.keys(make(random));
  const files: CreditChange[] = [];
  for (let at = 0; at < log.length; ) {
    const end = at + 1 + random.below(5);
    for (const from of random.chance(0.3) ? [at, Math.max(0, at - 2)] : [at]) {
      const name = `changes/${feed}/${isoDate(firstDay + random.below(3))}-${files.length}`;
      const rows = log.slice(from, end);
      files.push(
        random.chance(0.5)
          ? { name: `${name}.csv`, text: csv([...columns, ...own], rows) }
          : { name: `${name}.jsonl`, text: jsonLines(rows) },
      );
    }
    at = end;
  }
  return files;
};

const csv = (columns: readonly string[], rows: readonly Row[]): string =>
  `${[columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))].map((cells) => cells.join(",")).join("\n")}\n`;

const jsonLines = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const shuffled = <Value>(random: Random, values: readonly Value[]): Value[] =>
  values
    .map((value) => ({ value, at: random.below(1_000_000) }))
    .sort((left, right) => left.at - right.at)
    .map(({ value }) => value);

/** Some files are lost and come in the last round; some go away in between and come again; some come twice. */
const deliver = (random: Random, files: readonly CreditChange[]): CreditChange[][] => {
  const rounds: CreditChange[][] = Array.from({ length: 2 + random.below(3) }, () => []);
  const gone: CreditChange[] = [];
  const last: CreditChange[] = [];
  for (const file of shuffled(random, files)) {
    const [isLost, comesTwice, goesAway] = [random.chance(0.2), random.chance(0.15), random.chance(0.15)];
    if (!isLost) rounds[random.below(rounds.length)]?.push(file);
    if (!isLost && goesAway) gone.push({ name: file.name });
    if (isLost || comesTwice || goesAway) last.push(file);
  }
  return [...rounds, gone, last].filter((round) => round.length > 0);
};
