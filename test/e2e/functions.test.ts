import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { graph } from "../../functions/graph.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { connectLocal } from "../../infra/local/platform.ts";

/** Each function as a process of its own under functions-framework, as it is deployed, spoken to over HTTP. */
const folder = mkdtempSync(join(tmpdir(), "daybook-functions-"));
const home = join(folder, "home");
const running: ChildProcess[] = [];
const urls: Record<string, string> = {};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
};

const serve = async (name: string, signature: "cloudevent" | "http"): Promise<void> => {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      "node_modules/@google-cloud/functions-framework/build/src/main.js",
      "--source=functions",
      `--target=${name}`,
      `--signature-type=${signature}`,
      `--port=${port}`,
    ],
    { env: { ...process.env, DAYBOOK_HOME: home, HOST: "127.0.0.1" }, stdio: ["ignore", "pipe", "inherit"] },
  );
  running.push(child);
  urls[name] = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; attempt < 1200; attempt++) {
    try {
      await fetch(`${urls[name]}favicon.ico`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${name} did not start`);
};

const post = (name: string, headers: Record<string, string>, body: unknown): Promise<Response> =>
  fetch(urls[name] ?? "", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

/** A push subscription's request, on the path that makes functions-framework see a CloudEvent. */
const push = (name: string, message: unknown): Promise<Response> =>
  fetch(`${urls[name]}projects/p/topics/daybook-${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      message: {
        data: Buffer.from(JSON.stringify(message)).toString("base64"),
        messageId: "1",
        publishTime: "2024-01-01T00:00:00Z",
      },
      subscription: `projects/p/subscriptions/daybook-${name}`,
    }),
  });

beforeAll(async () => {
  await serve("ingest", "cloudevent");
  await serve("clean", "cloudevent");
  await serve("aggregate", "cloudevent");
});
afterAll(async () => {
  for (const child of running) {
    child.kill("SIGKILL");
    await once(child, "exit").catch(() => undefined);
  }
  rmSync(folder, { recursive: true, force: true });
});

it("take the events that storage and Pub/Sub push send", async () => {
  const platform = connectLocal({ graph, env: readEnv({ DAYBOOK_HOME: home }), log: silentLog });
  const file = join(folder, "day.csv");
  writeFileSync(
    file,
    "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\nA1,P1,3,2024-10-06T09:00:00,1.5,C1\n",
  );
  const { generation, size, crc32c } = await platform.landing.upload("transactions/2024-10-06.csv", file);

  const stored = await post(
    "ingest",
    {
      "ce-specversion": "1.0",
      "ce-id": "event-1",
      "ce-source": "//storage.googleapis.com/projects/_/buckets/landing",
      "ce-type": "google.cloud.storage.object.v1.finalized",
      "ce-time": "2024-10-06T20:00:00Z",
      "ce-subject": "objects/transactions/2024-10-06.csv",
    },
    { bucket: "landing", name: "transactions/2024-10-06.csv", generation, size: String(size), crc32c },
  );
  expect(stored.status).toBe(204);
  const wake = (stage: string) => ({ schema: "daybook.wake/v1", stage });
  expect((await push("clean", wake("clean"))).status).toBe(204);
  expect((await push("aggregate", wake("aggregate"))).status).toBe(204);
  // What a retry could never mend is acknowledged too.
  expect((await push("clean", { schema: "daybook.wake/v9" })).status).toBe(204);

  // The ingest process wakes its own clean as well; whoever came first, the day is there once both are done.
  const metrics = () =>
    platform.warehouse.query("select customer_id, items, net from metrics.daily_customer_metrics");
  let rows = await metrics();
  for (let attempt = 0; attempt < 20 && rows.length === 0; attempt++) {
    // Long enough for this process to let go of the warehouse: one that asks without a pause keeps others out.
    await platform.clock.sleep(1500);
    rows = await metrics();
  }
  expect(rows).toEqual([{ customer_id: "C1", items: "3", net: "4.5" }]);
  await platform.close();
});
