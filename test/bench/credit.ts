import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { readTable } from "../../functions/5-train/read-table.ts";
import { trainSettings } from "../../functions/5-train/tasks.ts";
import { trainTable } from "../../functions/5-train/train-table.ts";
import { exportRows } from "../../functions/operations/export/export-rows.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { writeParquet } from "../../infra/local/parquet-file.ts";
import { columnOf } from "../../shared/learning/columns.ts";
import { chanceScorer } from "../../shared/learning/scoring.ts";
import { pick } from "../../shared/learning/table.ts";
import type { Scores } from "../../shared/registry/card.ts";
import { loadTask } from "../../shared/tasks/load-tasks.ts";
import { csvFiles, dataset } from "../data/datasets.ts";
import { isReached, type Line, type Protocol, protocolText } from "./accuracy/protocol.ts";
import { cashCoverage, coverageText } from "./credit/cash-coverage.ts";
import { lateMoneyText } from "./credit/late-money.ts";
import { peersPython } from "./peers/ask-python.ts";

/** L1: invoices of seed-late-payment-2 that were issued after this day, by a model that knows what was known then. */
const cut = "2021-02-26";
const folder = mkdtempSync(join(tmpdir(), "daybook-credit-"));
const home = await openHome(readEnv({ DAYBOOK_HOME: join(folder, "home") }), silentLog);
try {
  const files = dataset("seed-late-payment-2");
  for (const file of csvFiles(files)) await home.drop(file, join(files, file));
  await home.settle();
  const protocol = await measure();
  console.log(protocolText(protocol));
  process.exitCode = protocol.goals.every(isReached) ? 0 : 1;
} finally {
  await home.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<Protocol> {
  const task = loadTask("late_payment");
  const table = await readTable(home.platform, task, { historyDays: Number.POSITIVE_INFINITY });
  const rows = [...table.y.keys()];
  const known = pick(table, Uint32Array.from(rows.filter((row) => (table.knownOn[row] ?? "") <= cut)));
  const test = pick(table, Uint32Array.from(rows.filter((row) => (table.asOf[row] ?? "") > cut)));
  const trained = await trainTable(known, trainSettings(task));
  const scored = (name: string, predicted: Float64Array, baseline = false): Line => ({
    name,
    baseline,
    scores: chanceScorer.score(test.y, { predicted }),
  });
  const chances = trained.model.predict(test);
  const lateMoney = lateMoneyText({ late: test.y, amounts: columnOf(test, "total"), chances });
  const ours = scored(`ours: ${trained.choice.family}`, chances);
  const record = scored("the account's own late rate", columnOf(test, "own_rate"), true);
  const { file } = await exportRows(home.platform, task, folder, writeParquet);
  const peers = Object.entries(askPeers(file)).map(([name, chances]) =>
    scored(name, Float64Array.from(chances)),
  );
  const best = (name: string, better: (...values: number[]) => number) =>
    better(...peers.map(({ scores }) => scores[name] ?? Number.NaN));
  const value = (name: string, { scores }: { readonly scores: Scores } = ours) => scores[name] ?? Number.NaN;
  return {
    title: "L1  late payment at issue (late_payment), seed-late-payment-2",
    facts: [
      `trained on ${known.rows} invoices whose outcome was known on ${cut}, tested on the ${test.rows} issued after it`,
      trained.choice.because,
      lateMoney,
      coverageText("seed-late-payment-2", await cashCoverage(home.platform, cut)),
    ],
    columns: [
      "auc",
      "averagePrecision",
      "brier",
      "logLoss",
      "calibrationError",
      "precisionTop10",
      "precisionTop20",
    ],
    lines: [ours, record, ...peers],
    goals: [
      { what: "AUC, above the account's own late rate", value: value("auc"), atLeast: value("auc", record) },
      {
        what: "average precision, the best peer's",
        value: value("averagePrecision"),
        atLeast: best("averagePrecision", Math.max),
      },
      { what: "Brier score, the best peer's", value: value("brier"), atMost: best("brier", Math.min) },
      { what: "log loss, the best peer's", value: value("logLoss"), atMost: best("logLoss", Math.min) },
      { what: "calibration error", value: value("calibrationError"), atMost: 0.05 },
    ],
  };
}

function askPeers(file: string): Readonly<Record<string, readonly number[]>> {
  const script = join(import.meta.dirname, "peers/chance_peers.py");
  const { stdout, status } = spawnSync(peersPython(), [script, file, cut], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`chance_peers.py ended with ${status}`);
  return z.record(z.string(), z.array(z.number())).parse(JSON.parse(stdout));
}
