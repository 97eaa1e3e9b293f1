import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measured, measure } from "./child.ts";
import { bigFile, dailyFiles } from "./source-data.ts";

/** What Daybook costs, as ratios against a peer measured in the same run. Figures alone would be this machine's. */
const scratch = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const megabytes = Number(process.argv[2] ?? 1000);
let failed = 0;

const line = (what: string, value: string, bar: string, holds: boolean): void => {
  if (!holds) failed++;
  console.log(`${holds ? "ok  " : "OVER"} ${what.padEnd(58)} ${value.padStart(12)}   ${bar}`);
};
const ratio = (left: Measured, right: Measured): number => left.seconds / right.seconds;
const seconds = ({ seconds: taken }: Measured): string => `${taken.toFixed(2)} s`;

const { folder, label } = dailyFiles(scratch);
console.log(`${label}; Node ${process.versions.node}\n`);

const bare = measure("./run-bare.ts", [folder]);
const all = measure("./run-daybook.ts", [folder]);
if (Number(bare.note) !== Number(all.note)) throw new Error(`the two disagree: ${bare.note} and ${all.note}`);
console.log(
  `     bare DuckDB ${seconds(bare)}, ${bare.peakMiB} MiB; Daybook ${seconds(all)}, ${all.peakMiB} MiB; both net ${all.note}`,
);
line(
  "all files, dropped to metrics, against bare DuckDB",
  `${ratio(all, bare).toFixed(2)} x`,
  "at most 4 x",
  ratio(all, bare) <= 4,
);
line("its peak memory", `${all.peakMiB} MiB`, "under 1024 MiB", all.peakMiB < 1024);

const after30 = measure("./run-daybook.ts", [folder, "30", "9"]);
const after295 = measure("./run-daybook.ts", [folder, "295", "9"]);
console.log(
  `     one more day to metrics after 30 ${seconds(after30)}, after 295 ${seconds(after295)} (median of 9)`,
);
line(
  "one more day on a long history against a short one",
  `${ratio(after295, after30).toFixed(2)} x`,
  "at most 1.3 x",
  ratio(after295, after30) <= 1.3,
);
const noted = ({ note }: Measured): Record<"findings" | "rest", number> => JSON.parse(note ?? "{}");
const growth = (part: "findings" | "rest"): number => noted(after295)[part] / noted(after30)[part];
line(
  "its metrics, KPIs and findings",
  `${noted(after295).findings.toFixed(2)} s`,
  "under 2 s",
  noted(after295).findings < 2,
);
// In 30 days nothing can be judged yet, and nothing explained.
line("  the same against a tenth of the history", `${growth("findings").toFixed(2)} x`, "", true);
// From 56 days on there is a forecast to make as well, and then a snapshot holds more customers.
line("  the same until it is forecast and published", `${growth("rest").toFixed(2)} x`, "", true);

const size = bigFile(folder, join(scratch, "big.csv"), megabytes * 1e6) / 1e6;
const tenth = bigFile(folder, join(scratch, "tenth.csv"), megabytes * 1e5) / 1e6;
const bareCsv = measure("./run-bare-csv.ts", [join(scratch, "big.csv")]);
const big = measure("./run-big-file.ts", [join(scratch, "big.csv")]);
const small = measure("./run-big-file.ts", [join(scratch, "tenth.csv")]);
console.log(
  `     ${size.toFixed(0)} MB in ${seconds(big)} (${big.note}), DuckDB's own reader ${seconds(bareCsv)}`,
);
line(
  "one file of that size through ingest",
  `${(size / big.seconds).toFixed(0)} MB/s`,
  "at least 60 MB/s",
  size / big.seconds >= 60,
);
line("  against DuckDB's own CSV reader to Parquet", `${ratio(big, bareCsv).toFixed(2)} x`, "", true);
line(
  `  its memory against a file of ${tenth.toFixed(0)} MB`,
  `${(big.peakMiB / small.peakMiB).toFixed(2)} x`,
  "at most 1.3 x",
  big.peakMiB <= 1.3 * small.peakMiB,
);
rmSync(scratch, { recursive: true, force: true });
process.exitCode = failed > 0 ? 1 : 0;
