import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dayOf, isoDate } from "../../shared/dates.ts";
import { type Measured, measure } from "./child.ts";
import { dailyFiles } from "./source-data.ts";

/**
 * What one more day costs after a year and after ten: the same last days on both. The years before are the same files again,
 * earlier by whole weeks, with invoices of their own. Loading ten years takes some ten minutes. Its argument is another number
 * of years.
 */
const years = Number(process.argv[2] ?? 10);
/** 54 weeks, more than the files span, so that weekdays stay and no two years overlap. */
const yearDays = 378;
const newDays = 9;

const scratch = mkdtempSync(join(tmpdir(), "daybook-growth-"));
try {
  const { folder, label } = dailyFiles(scratch);
  const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  const long = join(scratch, "long");
  mkdirSync(long);
  cpSync(folder, long, { recursive: true });
  for (let ago = 1; ago < years; ago++) for (const file of files) writeEarlier(folder, file, long, ago);

  console.log(`${label}; ${years} years of them; Node ${process.versions.node}\n`);
  const costOf = (of: string, count: number): Record<"findings" | "rest", number> & Measured => {
    const measured = measure("./run-daybook.ts", [of, String(count - newDays), String(newDays)]);
    return { ...measured, ...JSON.parse(measured.note ?? "{}") };
  };
  const [one, many] = [costOf(folder, files.length), costOf(long, files.length * years)];
  const line = (what: string, part: "seconds" | "findings" | "rest", bar: string) =>
    console.log(
      `${what.padEnd(32)} ${one[part].toFixed(2).padStart(6)} s ${many[part].toFixed(2).padStart(6)} s ${(many[part] / one[part]).toFixed(2).padStart(6)} x   ${bar}`,
    );
  console.log(
    `one more day (median of ${newDays})       ${files.length} days ${files.length * years} days\n`,
  );
  line("to metrics", "seconds", "at most 1.3 x");
  line("its metrics, KPIs and findings", "findings", "at most 1.3 x, under 2 s");
  line("until forecast and published", "rest", "");
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function writeEarlier(folder: string, file: string, to: string, ago: number): void {
  const day = file.slice(0, 10);
  const earlier = isoDate(dayOf(day) - ago * yearDays);
  const text = readFileSync(join(folder, file), "utf8")
    .replaceAll(`,${day} `, `,${earlier} `)
    .replaceAll(/^([AC]?)(\d+),/gm, `$1${ago}$2,`);
  writeFileSync(join(to, `${earlier}.csv`), text);
}
