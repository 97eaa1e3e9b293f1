import { sum } from "../../../shared/learning/numbers.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { DropReport, FileOutcome } from "./drop-report.ts";

/** The rows of the files by the ledger, and whether the tables agree. */
export const countRows = async (
  platform: Pick<Platform, "warehouse">,
  outcomes: readonly FileOutcome[],
): Promise<DropReport["rows"]> => {
  const accepted = outcomes.filter(({ outcome }) => outcome === "accepted");
  const kept = sum(accepted.map((file) => file.kept ?? 0));
  const quarantined = sum(accepted.map((file) => file.quarantined ?? 0));
  const sales = accepted.filter(({ feed }) => feed === "transactions");
  const { lines, held, refused } = await countInTables(platform, sales);
  const addUp =
    sum(sales.map((file) => file.kept ?? 0)) === lines + sum(Object.values(held)) &&
    sum(sales.map((file) => file.quarantined ?? 0)) === refused;
  return { in: kept + quarantined, kept, quarantined, lines, held, addUp };
};

const perFile = `
  select 'line' as kind, 'line' as rule, count(*) as number from clean.lines where _object in unnest(@objects)
  union all
  select stage, rule, count(*) from clean.quarantine
  where feed = 'transactions' and _object in unnest(@objects) group by stage, rule
  order by number desc, rule`;

const countInTables = async ({ warehouse }: Pick<Platform, "warehouse">, files: readonly FileOutcome[]) => {
  if (files.length === 0) return { lines: 0, held: {}, refused: 0 };
  const objects = { type: "ARRAY<STRING>" as const, value: files.map(({ name }) => name) };
  const rows = await warehouse.query(perFile, { objects });
  const ofKind = (kind: string) => rows.filter((row) => row["kind"] === kind);
  return {
    lines: sum(ofKind("line").map((row) => Number(row["number"]))),
    held: Object.fromEntries(ofKind("clean").map((row) => [String(row["rule"]), Number(row["number"])])),
    refused: sum(ofKind("ingest").map((row) => Number(row["number"]))),
  };
};
