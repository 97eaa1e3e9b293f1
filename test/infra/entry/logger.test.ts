import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readEnv } from "../../../infra/entry/environment.ts";
import { jsonLog, stderrLog } from "../../../infra/entry/logger.ts";
import { onMessage } from "../../../infra/entry/triggers.ts";
import { Wake, wake } from "../../../shared/events.ts";
import { base64, messageEvent } from "../behind-triggers.ts";

const collected = (level?: "error" | "warn" | "info" | "debug") => {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: jsonLog((line) => lines.push(JSON.parse(line)), undefined, level) };
};

describe("a log", () => {
  it.each([
    ["error", ["ERROR"]],
    ["warn", ["WARNING", "ERROR"]],
    ["info", ["INFO", "WARNING", "ERROR"]],
    ["debug", ["DEBUG", "INFO", "WARNING", "ERROR"]],
    [undefined, ["INFO", "WARNING", "ERROR"]],
  ] as const)("at level %s keeps the lines of %j", (level, expected) => {
    const { lines, log } = collected(level);
    log.debug?.("a");
    log.info("b");
    log.warn("c");
    log.error("d");
    expect(lines.map(({ severity }) => severity)).toEqual(expected);
  });

  it("of a command is silent until a level is asked for, and DAYBOOK_DEBUG asks for all of it", () => {
    expect(stderrLog(readEnv({}).DAYBOOK_LOG).debug).toBeUndefined();
    expect(readEnv({ DAYBOOK_DEBUG: "1" })).toMatchObject({ DAYBOOK_LOG: "debug" });
    expect(readEnv({ DAYBOOK_LOG: "warn", DAYBOOK_DEBUG: "1" })).toMatchObject({ DAYBOOK_LOG: "warn" });
    expect(() => readEnv({ DAYBOOK_LOG: "loud" })).toThrow("environment: DAYBOOK_LOG");
  });

  it("at level debug says of each event how long it took", async () => {
    const { lines, log } = collected("debug");
    const event = messageEvent(base64(wake("clean")));
    await onMessage(Wake, async () => undefined, log)(event);
    expect(lines).toMatchObject([{ message: "event handled", event: event.id, ms: expect.any(Number) }]);
  });
});

const Conditions = z.record(
  z.string(),
  z.strictObject({ source_attribute: z.string().optional(), conditions: z.tuple([z.string()]) }),
);
const Collector = z.object({
  receivers: z.object({
    filelog: z.object({
      operators: z.tuple([
        z.object({
          type: z.literal("json_parser"),
          timestamp: z.object({ parse_from: z.string(), layout: z.string() }),
          severity: z.object({ parse_from: z.string(), mapping: z.record(z.string(), z.string()) }),
        }),
      ]),
    }),
  }),
  connectors: z.object({ count: z.object({ logs: Conditions }), sum: z.object({ logs: Conditions }) }),
});

describe("the collector's configuration in the runbook", () => {
  const [, text = ""] =
    /```yaml\n(receivers:[\s\S]*?)```/.exec(readFileSync("terraform/RUNBOOK.md", "utf8")) ?? [];
  const { receivers, connectors } = Collector.parse(parse(text));

  it("makes every metric that Terraform makes, of the same lines and fields", () => {
    const metrics = z
      .record(z.string(), z.object({ where: z.string(), value: z.string().optional() }))
      .parse(parse(readFileSync("terraform/metrics.yaml", "utf8")));
    const expected = Object.entries(metrics).map(([name, { where, value }]) => {
      const condition = where.replace(/^jsonPayload\.(\w+) = /, 'attributes["$1"] == ');
      return [`daybook.${name}`, { ...(value && { source_attribute: value }), conditions: [condition] }];
    });
    expect({ ...connectors.count.logs, ...connectors.sum.logs }).toEqual(Object.fromEntries(expected));
  });

  it("finds time and severity in a line as it is written", () => {
    const { lines, log } = collected();
    log.warn("file rejected", { counter: "file_rejected" });
    const { timestamp, severity } = receivers.filelog.operators[0];
    const field = (path: string) => lines[0]?.[path.replace("attributes.", "")];
    const shape = timestamp.layout.replace("Z07:00", "Z").replaceAll(/\d/g, "\\d");
    expect(field(timestamp.parse_from)).toMatch(new RegExp(`^${shape}$`));
    expect(severity.mapping["warn"]).toBe(String(field(severity.parse_from)).toLowerCase());
  });
});
