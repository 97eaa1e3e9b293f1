import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { sendAlerts } from "../../../functions/4-analyze/alerts/send-alerts.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { signatureOf, webhookTo } from "../../../infra/entry/webhook.ts";
import { actsIn } from "../../../shared/insights/acts.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import type { Alerts } from "../../../shared/platform.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const finding: Finding = {
  id: "0123456789abcdef",
  kpi: "order_count",
  cadence: "daily",
  period: "2024-03-13",
  dimension: "country",
  segment: "<b>France & co",
  kind: "point",
  direction: "down",
  actual: 6,
  expected: 30,
  low: 22,
  high: 41,
  score: -16,
  confidence: 91,
  severity: "critical",
  detectors: ["zscore"],
  asked: 4,
  money: null,
  since: "2024-03-13",
  also: [],
  state: "open",
};

interface Received {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A receiver that answers with these, one after the other; `slow` never answers. */
const receiver = async (...answers: (number | "slow")[]) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answer = answers[received.length] ?? 200;
      received.push({ body, headers: request.headers });
      if (answer !== "slow") response.writeHead(answer).end();
    });
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
};

/** Findings with a fault in their data, as insights.explanations has them. */
const world = (alerts: Alerts, faulty: readonly { finding_id: string; faults: string }[] = []) => {
  const published: unknown[] = [];
  const platform = {
    state: memoryStore({ classA: 0, classB: 0 }),
    bus: { publish: async (topic: string, message: unknown) => void published.push([topic, message]) },
    log: silentLog,
    warehouse: {
      query: async (sql: string) =>
        sql.includes("insights.explanations") ? faulty : [{ newest: "2024-03-15" }],
      define: async () => {},
      run: async () => {},
      load: async () => {},
      burn: async () => "burnt" as const,
    },
    alerts,
  };
  return { platform, published, send: (...findings: Finding[]) => sendAlerts(platform, findings) };
};

describe("a webhook", () => {
  it("is told once, signed, in its own shape", async () => {
    for (const shape of ["cloudevent", "slack", "teams"] as const) {
      const { url, received } = await receiver();
      const { send } = world({ webhook: webhookTo({ url, shape, secret: "a secret of ours" }) });
      await send(finding);
      await send(finding);
      expect(received).toHaveLength(1);
      const [{ body, headers } = { body: "", headers: {} }] = received;
      expect(headers["daybook-signature"]).toBe(signatureOf("a secret of ours", body));
      expect(headers["daybook-event-id"]).toBe(finding.id);
      if (shape === "slack") expect(JSON.parse(body).text).toContain("&lt;b&gt;France &amp; co");
      if (shape === "teams")
        expect(JSON.parse(body).attachments[0].content.body[0].text).toContain("expected 30");
      if (shape === "cloudevent")
        expect(JSON.parse(body)).toMatchObject({ specversion: "1.0", id: finding.id });
    }
  });

  it("that answers 500 is asked again in a later round, five times at most", async () => {
    const { url, received } = await receiver(500, 503, 200);
    const { send } = world({ webhook: webhookTo({ url, shape: "cloudevent" }) });
    for (let round = 0; round < 5; round++) await send(finding);
    expect(received).toHaveLength(3);

    const broken = await receiver(...Array.from({ length: 9 }, () => 500));
    const other = world({ webhook: webhookTo({ url: broken.url, shape: "cloudevent" }) });
    for (let round = 0; round < 9; round++) await other.send(finding);
    expect(broken.received).toHaveLength(5);
  });

  it("that is slow fails, and one that refuses is not asked again", async () => {
    const { url, received } = await receiver("slow", 404);
    const { send } = world({ webhook: webhookTo({ url, shape: "cloudevent", timeoutMs: 200 }) });
    for (let round = 0; round < 4; round++) await send(finding);
    expect(received).toHaveLength(2);
  });

  it("is not told again after a worker died while it sent", async () => {
    const { url, received } = await receiver();
    const { platform, send } = world({ webhook: webhookTo({ url, shape: "cloudevent" }) });
    await platform.state.write(
      `alerts/v1/${finding.id}.json`,
      JSON.stringify({ webhook: "trying", topic: true, attempts: 1 }),
    );
    await send(finding);
    expect(received).toEqual([]);
  });
});

it("the topic gets one CloudEvent for a serious new finding that nobody muted", async () => {
  const { platform, published, send } = world({ topic: "alerts" });
  await send(finding, { ...finding, id: "1".repeat(16), severity: "low" });
  await send(finding, { ...finding, id: "2".repeat(16), period: "2024-03-01" });
  expect(published).toMatchObject([["alerts", { id: finding.id, type: "daybook.finding.v1" }]]);

  await actsIn(platform.state).record({
    finding: finding.id,
    kind: "muted",
    at: "2024-03-14T09:00:00.000Z",
    kpi: finding.kpi,
    dimension: finding.dimension,
    segment: finding.segment,
    from: "2024-03-13",
    until: "2024-04-10",
  });
  await send({ ...finding, id: "3".repeat(16), period: "2024-03-14" });
  expect(published).toHaveLength(1);
});

it("a worker that dies after it told the topic tells it again under the same id, so subscribers know the repeat", async () => {
  const { platform, published, send } = world({ topic: "alerts" });
  const { write } = platform.state;
  let writes = 0;
  platform.state.write = (...given) => {
    // The first creates the record, the second notes that the topic was told.
    if (++writes === 2) throw new Error("the process died");
    return write(...given);
  };
  await expect(send(finding)).rejects.toThrow("died");
  await send(finding);
  await send(finding);
  expect(published).toHaveLength(2);
  expect(published[0]).toEqual(published[1]);
});

it("a finding whose data is not complete is no news: the fault is told once in its place, and the finding when the data is mended", async () => {
  const missing = { kind: "missing_file", actual: 0, usual: 30, about: "2024-03-13" };
  const other = { ...finding, id: "4".repeat(16), kpi: "total_revenue" };
  const faulty = [finding, other].map(({ id }) => ({ finding_id: id, faults: JSON.stringify([missing]) }));
  const { url, received } = await receiver();
  const { published, send } = world({ topic: "alerts", webhook: webhookTo({ url, shape: "slack" }) }, faulty);
  await send(finding, other);
  await send(finding, other);
  expect(published).toMatchObject([
    ["alerts", { type: "daybook.data-fault.v1", data: { finding: { id: finding.id }, faults: [missing] } }],
  ]);
  expect(received.map(({ body }) => JSON.parse(body).text)).toEqual([
    "The data of 2024-03-13 is not complete, so order_count in &lt;b&gt;France &amp; co is no news yet. missing file (2024-03-13): 0.00, usually 30.0",
  ]);

  faulty.pop();
  await send(finding, other);
  expect(published).toHaveLength(2);
  expect(published[1]).toMatchObject(["alerts", { type: "daybook.finding.v1", id: other.id }]);
});
