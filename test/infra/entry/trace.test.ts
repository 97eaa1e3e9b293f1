import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readEnv } from "../../../infra/entry/environment.ts";
import { jsonLog } from "../../../infra/entry/logger.ts";
import { formatTraceparent, spanFor, withTrace } from "../../../infra/entry/trace.ts";
import { onMessage, runInTrace } from "../../../infra/entry/triggers.ts";
import { openHome } from "../../../infra/laptop/home.ts";
import { Wake, wake } from "../../../shared/events.ts";
import { base64, messageEvent } from "../behind-triggers.ts";

const collected = (project?: string) => {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: jsonLog((line) => lines.push(JSON.parse(line)), project) };
};
const given = "0af7651916cd43dd8448eb211c80319c";

it("a file has one trace through every stage", async () => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-trace-"));
  const { lines, log } = collected();
  const home = await openHome(readEnv({ DAYBOOK_HOME: join(folder, "home") }), log, {
    coalesce: { quietMs: 5, maxMs: 10_000 },
  });
  const file = join(folder, "day.csv");
  writeFileSync(
    file,
    "invoice_no,stock_code,quantity,invoice_date,unit_price\n1,A,2,2024-10-06T10:00:00,3.50\n",
  );
  await home.drop("transactions/2024-10-06.csv", file);
  await home.settle();
  await home.close();
  rmSync(folder, { recursive: true });
  const steps = lines.filter(({ message }) =>
    ["file ingested", "cleaned", "aggregated"].includes(String(message)),
  );
  expect(new Set(steps.map(({ message }) => message)).size).toBe(3);
  expect(new Set(steps.map(({ trace }) => trace)).size).toBe(1);
  expect(steps[0]).toMatchObject({
    event: "file_ingested",
    rows: 1,
    quarantined: 0,
    trace: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});

it("a message that carries a trace is handled in it, as Cloud Logging reads it", async () => {
  const { lines, log } = collected("shop");
  const event = messageEvent(base64(wake("clean")));
  const data = {
    message: { data: base64(wake("clean")), attributes: { traceparent: `00-${given}-b7ad6b7169203331-01` } },
  };
  await onMessage(Wake, async () => log.info("done"), log)({ ...event, data });
  expect(lines).toEqual([
    {
      severity: "INFO",
      time: expect.any(String),
      message: "done",
      "logging.googleapis.com/trace": `projects/shop/traces/${given}`,
      "logging.googleapis.com/spanId": spanFor(event.id, undefined).spanId,
      "logging.googleapis.com/trace_sampled": true,
    },
  ]);
});

it.each([
  ["traceparent", `00-${given}-b7ad6b7169203331-01`],
  ["x-cloud-trace-context", `${given}/123;o=1`],
])("a request with %s continues that trace", (header, value) => {
  const { lines, log } = collected();
  runInTrace({ [header]: value }, () => log.info("asked"));
  expect(lines[0]).toMatchObject({ trace: given });
});

it.each(["", "nonsense", `00-${"0".repeat(32)}-b7ad6b7169203331-01`, given.slice(1), 7, undefined])(
  "an invalid trace is replaced by a new one: %s",
  (carried) => {
    const { traceId } = spanFor("event-1", carried);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toBe("0".repeat(32));
    expect(spanFor("event-1", carried)).toEqual(spanFor("event-1", carried));
    expect(spanFor("event-2", carried)).not.toEqual(spanFor("event-1", carried));
  },
);

it("a trace is written as a W3C traceparent", () => {
  const trace = spanFor("event-1", `${given}/1`);
  expect(formatTraceparent(trace)).toMatch(new RegExp(`^00-${given}-[0-9a-f]{16}-01$`));
  expect(withTrace(trace, () => 7)).toBe(7);
});
