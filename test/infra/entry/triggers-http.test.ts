import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cloudEvent } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterEach, describe, expect, it } from "vitest";
import { pubsubEvent } from "../../../infra/local/bus.ts";
import { wake } from "../../../shared/events.ts";
import { base64, behindTriggers, objectEvent } from "../behind-triggers.ts";

const sale = "invoice_no,stock_code,quantity,invoice_date,unit_price\nA1,P1,1,2024-10-06T10:00:00,2.50\n";

describe("over HTTP, as the cloud delivers", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const serve = async (name: string, handler: Parameters<typeof cloudEvent>[1]): Promise<string> => {
    cloudEvent(name, handler);
    const server = getTestServer(name);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const post = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

  const storageHeaders = {
    "ce-specversion": "1.0",
    "ce-id": "e1",
    "ce-type": "google.cloud.storage.object.v1.finalized",
    "ce-source": "//storage.googleapis.com/projects/_/buckets/landing",
    "ce-subject": "objects/transactions/2024-10-06.csv",
  };

  it("a storage event in binary mode has its file ingested; broken ones are answered with success", async () => {
    const { onObject, home, counters } = await behindTriggers();
    const url = await serve("test-ingest", onObject);
    const name = "transactions/2024-10-06.csv";
    const { generation } = await home.platform.landing.write(name, sale);
    const sent = { bucket: "landing", name, generation, metageneration: "1", size: String(sale.length) };
    expect((await post(url, JSON.stringify(sent), storageHeaders)).status).toBe(204);
    for (const data of [
      { ...sent, generation: "abc" },
      { ...sent, bucket: "other" },
      { bucket: "landing" },
      [],
    ])
      expect((await post(url, JSON.stringify(data), storageHeaders)).status).toBe(204);
    expect(counters()).toEqual([
      "event_not_understood",
      "foreign_bucket",
      "event_not_understood",
      "event_not_understood",
    ]);
    await home.settle();
    expect(await home.rows("select invoice_no from clean.lines")).toEqual([{ invoice_no: "A1" }]);
  });

  it("a Pub/Sub push wakes the stage; broken ones are answered with success", async () => {
    const { onObject, onWake, home, counters, lines } = await behindTriggers();
    const url = `${await serve("test-clean", onWake)}/projects/p/topics/daybook-clean`;
    const name = "transactions/2024-10-06.csv";
    const { generation } = await home.platform.landing.write(name, sale);
    await onObject(objectEvent({ bucket: "landing", name, generation }));
    const push = (data: unknown) =>
      post(
        url,
        JSON.stringify({
          subscription: "projects/p/subscriptions/s",
          message: { data, messageId: "1", publishTime: "2024-10-07T00:00:00Z" },
        }),
      );
    for (const data of ["%%%", base64("{"), "", base64({ ...wake("clean"), schema: "daybook.wake/v9" })])
      expect((await push(data)).status).toBe(204);
    expect(counters()).toEqual(Array(4).fill("event_not_understood"));
    expect((await push(base64(wake("clean")))).status).toBe(204);
    await home.settle();
    expect(lines.filter(({ severity }) => severity === "ERROR").length).toBe(4);
    expect(await home.rows("select invoice_no from clean.lines")).toEqual([{ invoice_no: "A1" }]);
  });

  it("a laptop's message is the same to a stage as one of the cloud's", async () => {
    const { onWake, counters } = await behindTriggers();
    await onWake(pubsubEvent("daybook-clean", wake("clean"), "m1", new Date()));
    expect(counters()).toEqual([]);
  });
});
