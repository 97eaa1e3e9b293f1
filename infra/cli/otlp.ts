import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

/** What is counted, here and by Google: the same list makes Terraform's log metrics. */
const Metrics = z.record(
  z.string(),
  z.strictObject({ where: z.string(), value: z.string().optional(), unit: z.string() }),
);
const definitions = () =>
  Metrics.parse(parse(readFileSync(new URL("../../terraform/metrics.yaml", import.meta.url), "utf8")));

/** A line of a function's log, as it is written here or as `gcloud logging read --format json` gives it. */
const Line = z.looseObject({
  timestamp: z.iso.datetime({ offset: true }).optional(),
  jsonPayload: z.looseObject({}).optional(),
});
type Line = z.infer<typeof Line>;

/** A whole log: a JSON array, or a line for each. What is no JSON is not of ours. */
export const readLog = (text: string): readonly Line[] => {
  if (text.trimStart().startsWith("[")) return z.array(Line).parse(JSON.parse(text));
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const parsed = Line.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  });
};

/** OpenTelemetry's enumeration: since the last time, not since ever. */
const delta = 1;
const bounds = Array.from({ length: 24 }, (_, power) => 0.001 * 4 ** power);

/** The metrics of a log as an OTLP request in JSON, as a collector takes it at /v1/metrics. */
export const otlpOf = (log: readonly Line[], now: Date) => {
  const times = log.flatMap(({ timestamp }) => (timestamp === undefined ? [] : [Date.parse(timestamp)]));
  const during = {
    startTimeUnixNano: nanoseconds(Math.min(...times, now.getTime())),
    timeUnixNano: nanoseconds(times.length === 0 ? now.getTime() : Math.max(...times)),
  };
  const payloads = log.map((line) => line.jsonPayload ?? line);
  const metrics = Object.entries(definitions()).map(([name, { where, value, unit }]) => {
    const [, field = "", expected] = /^jsonPayload\.(\w+) = "(\w+)"$/.exec(where) ?? [];
    const matching = payloads.filter((payload) => payload[field] === expected);
    const point = { ...during, attributes: [] };
    const kind = { aggregationTemporality: delta };
    if (value === undefined) {
      const dataPoints = [{ ...point, asInt: String(matching.length) }];
      return { name: `daybook.${name}`, unit, sum: { ...kind, isMonotonic: true, dataPoints } };
    }
    const figures = matching.map((payload) => Number(payload[value])).filter(Number.isFinite);
    return {
      name: `daybook.${name}`,
      unit,
      histogram: { ...kind, dataPoints: [{ ...point, ...spread(figures) }] },
    };
  });
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "daybook" } }] };
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: "daybook" }, metrics }] }] };
};

const spread = (figures: readonly number[]) => {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const figure of figures) {
    const at = bounds.findIndex((bound) => figure <= bound);
    const bucket = at === -1 ? bounds.length : at;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return {
    count: String(figures.length),
    sum: figures.reduce((total, figure) => total + figure, 0),
    explicitBounds: bounds,
    bucketCounts: counts.map(String),
  };
};

const nanoseconds = (ms: number): string => `${ms}000000`;
