import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { otlpOf, readLog } from "../../../infra/cli/otlp.ts";
import { jsonLog } from "../../../infra/entry/logger.ts";
import { daybook, temporaryFolder } from "./laptop-process.ts";

const lines = (): string => {
  const written: string[] = [];
  const log = jsonLog((line) => written.push(line));
  log.info("file ingested", { event: "file_ingested", rows: 100, quarantined: 3, lag_seconds: 2.5 });
  log.info("file ingested", { event: "file_ingested", rows: 50, quarantined: 0, lag_seconds: 300 });
  log.warn("file rejected", { counter: "file_rejected" });
  log.info("warehouse job", { event: "warehouse_job", bytes_billed: 10485760, cost_dollars: 0.0000596 });
  return `${written.join("\n")}\nno JSON at all\n`;
};

const metricsOf = (document: ReturnType<typeof otlpOf>) => {
  const metrics = document.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
  return Object.fromEntries(
    metrics.map((metric) => [
      metric.name.replace("daybook.", ""),
      "sum" in metric ? metric.sum?.dataPoints[0]?.asInt : metric.histogram?.dataPoints[0],
    ]),
  );
};

it("a log becomes the metrics that Terraform counts: files, rows, quarantined, lag, bytes billed, cost", () => {
  const metrics = metricsOf(otlpOf(readLog(lines()), new Date("2026-11-21T12:00:00Z")));
  expect(Object.keys(metrics)).toEqual(Object.keys(parse(readFileSync("terraform/metrics.yaml", "utf8"))));
  expect(metrics).toMatchObject({
    files_ingested: "2",
    files_rejected: "1",
    feeds_stopped: "0",
    rows: { count: "2", sum: 150 },
    rows_quarantined: { count: "2", sum: 3 },
    lag_seconds: { count: "2", sum: 302.5 },
    bytes_billed: { count: "1", sum: 10485760 },
    cost_dollars: { count: "1", sum: 0.0000596 },
  });
});

it("a histogram's buckets hold every figure, one more of them than bounds, as OTLP wants them", () => {
  const { rows } = metricsOf(otlpOf(readLog(lines()), new Date()));
  if (typeof rows !== "object") throw new Error("rows is no histogram");
  expect(rows.bucketCounts).toHaveLength(rows.explicitBounds.length + 1);
  expect(rows.bucketCounts.reduce((total, count) => total + Number(count), 0)).toBe(2);
  for (const [bucket, count] of rows.bucketCounts.entries())
    if (count !== "0")
      expect([100, 50].some((figure) => figure <= (rows.explicitBounds[bucket] ?? 0))).toBe(true);
});

it("what Google's logging gives counts the same, over the time it covers", () => {
  const entries = readLog(lines()).map((jsonPayload, index) => ({
    timestamp: `2026-11-21T1${index}:00:00.000Z`,
    jsonPayload,
  }));
  const document = otlpOf(readLog(JSON.stringify(entries)), new Date("2026-11-22T00:00:00Z"));
  expect(metricsOf(document)["files_ingested"]).toBe("2");
  const [first] = document.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
  expect(first && "sum" in first && first.sum?.dataPoints[0]).toMatchObject({
    startTimeUnixNano: `${Date.parse("2026-11-21T10:00:00Z")}000000`,
    timeUnixNano: `${Date.parse("2026-11-21T13:00:00Z")}000000`,
  });
});

it("`daybook metrics` reads a file and prints one OTLP document", async () => {
  const file = join(temporaryFolder(), "run.log");
  writeFileSync(file, lines());
  const { code, stdout } = await daybook("metrics", file);
  expect(code).toBe(0);
  expect(metricsOf(JSON.parse(stdout))).toMatchObject({ files_ingested: "2" });
});
