import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CloudEvent, cloudEvent } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterEach, describe, expect, it } from "vitest";
import { ingest } from "../../functions/1-ingest/ingest.ts";
import { clean } from "../../functions/2-clean/clean.ts";
import { pubsubEvent } from "../../infra/local/pubsub-event.ts";
import { onMessage, onObjectEvent } from "../../infra/triggers.ts";
import { RejectedInput, RetryLater } from "../../shared/errors.ts";
import { ObjectFinalized, Wake, wake } from "../../shared/events.ts";
import type { Log, Platform } from "../../shared/platform.ts";
import { temporaryHome } from "../e2e/temporary-home.ts";

const sale = "invoice_no,stock_code,quantity,invoice_date,unit_price\nA1,P1,1,2024-10-06T10:00:00,2.50\n";

interface Line {
  readonly severity: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A home whose ingest and clean are behind their triggers, with everything they log. */
const behindTriggers = async () => {
  const home = await temporaryHome();
  const lines: Line[] = [];
  const at =
    (severity: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ severity, message, fields });
  const log: Log = { info: at("INFO"), warn: at("WARNING"), error: at("ERROR") };
  const platform: Platform = { ...home.platform, log };
  return {
    home,
    lines,
    counters: () =>
      lines.flatMap(({ fields }) => (fields["counter"] === undefined ? [] : [fields["counter"]])),
    onObject: onObjectEvent(ObjectFinalized, ingest(platform), log),
    onWake: onMessage(Wake, clean(platform), log),
    /** Everything that a stage remembers. */
    state: async () =>
      (await home.platform.state.list("")).map(({ name, generation }) => `${name}#${generation}`),
  };
};

const objectEvent = (data: unknown): CloudEvent<unknown> => ({
  specversion: "1.0",
  id: "e1",
  source: "//storage.googleapis.com/projects/_/buckets/landing",
  type: "google.cloud.storage.object.v1.finalized",
  data,
});

const messageEvent = (data: unknown): CloudEvent<unknown> => ({
  specversion: "1.0",
  id: "m1",
  source: "//pubsub.googleapis.com/projects/p/topics/daybook-clean",
  type: "google.cloud.pubsub.topic.v1.messagePublished",
  data: { message: { data, messageId: "m1" } },
});

const base64 = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");

describe("case 70: messages that are none", () => {
  const messages: Readonly<Record<string, unknown>> = {
    "invalid base64": "%%%",
    "base64 that was cut short": base64(wake("clean")).slice(0, -3),
    "invalid JSON": base64("{"),
    "JSON that is no object": base64("[1]"),
    null: base64("null"),
    "no data": undefined,
    "empty data": "",
    "data that is no text": 7,
    "10 MB of data": "A".repeat(10 * 1024 * 1024),
    "a later schema": base64({ ...wake("clean"), schema: "daybook.wake/v2" }),
    "no schema": base64({ stage: "clean" }),
    "an unknown stage": base64({ ...wake("clean"), stage: "launch" }),
    "a field that nobody knows": base64({ ...wake("clean"), tables: ["raw.sales"] }),
    "a cause of a megabyte": base64(wake("clean", "x".repeat(40_000))),
    "deep JSON": base64("[".repeat(20_000)),
    "a prototype": base64('{"__proto__":{"schema":"daybook.wake/v1","stage":"clean"}}'),
  };

  for (const [what, data] of Object.entries(messages))
    it(`are acknowledged, counted and change nothing: ${what}`, async () => {
      const { onWake, lines, counters, state } = await behindTriggers();
      await onWake(messageEvent(data));
      expect(counters()).toEqual(["event_not_understood"]);
      expect(JSON.stringify(lines).length).toBeLessThan(1000);
      expect(await state()).toEqual([]);
    });

  it("are acknowledged without any message at all", async () => {
    const { onWake, counters, state } = await behindTriggers();
    for (const data of [undefined, null, 7, "text", [], {}, { message: null }, { message: "text" }])
      await onWake({ ...messageEvent(""), data });
    expect(counters()).toEqual(Array(8).fill("event_not_understood"));
    expect(await state()).toEqual([]);
  });
});

describe("case 71: a message with a forged cause", () => {
  it("does nothing, for work comes from the dirty set alone", async () => {
    const { onWake, home, counters, state } = await behindTriggers();
    await onWake(messageEvent(base64(wake("clean", "transactions/2099-01-01.csv"))));
    expect(counters()).toEqual([]);
    expect(await state()).toEqual([]);
    expect(await home.rows("select count(*) as n from raw.transactions")).toEqual([{ n: 0 }]);
  });
});

describe("case 72: object events that are none of ours", () => {
  const name = "transactions/2024-10-06.csv";
  const broken: Readonly<Record<string, unknown>> = {
    "generation is abc": { bucket: "landing", name, generation: "abc" },
    "generation is negative": { bucket: "landing", name, generation: "-1" },
    "generation has 30 digits": { bucket: "landing", name, generation: "1".repeat(30) },
    "generation is a fraction": { bucket: "landing", name, generation: 1.5 },
    "no generation": { bucket: "landing", name },
    "no name": { bucket: "landing", generation: "1" },
    "empty name": { bucket: "landing", name: "", generation: "1" },
    "name of 2,000 characters": { bucket: "landing", name: "x".repeat(2000), generation: "1" },
    "no bucket": { name, generation: "1" },
    "no data": undefined,
    "data is text": "landing",
  };

  for (const [what, data] of Object.entries(broken))
    it(`are acknowledged and counted: ${what}`, async () => {
      const { onObject, counters, state } = await behindTriggers();
      await onObject(objectEvent(data));
      expect(counters()).toEqual(["event_not_understood"]);
      expect(await state()).toEqual([]);
    });

  it("are acknowledged and counted apart when they come from another bucket", async () => {
    const { onObject, lines, counters, state } = await behindTriggers();
    await onObject(objectEvent({ bucket: "someone-elses", name, generation: "1" }));
    expect(counters()).toEqual(["foreign_bucket"]);
    expect(lines[0]?.severity).toBe("WARNING");
    expect(await state()).toEqual([]);
  });

  it("end as GONE when they tell of an object or a generation that never was", async () => {
    const { onObject, home, state } = await behindTriggers();
    for (const generation of ["0", "5", "9223372036854775808", "9999999999999999999"])
      await onObject(objectEvent({ bucket: "landing", name, generation }));
    expect((await state()).filter((entry) => !entry.startsWith("ledger/"))).toEqual([]);
    expect(await home.rows("select count(*) as n from raw.transactions")).toEqual([{ n: 0 }]);
  });
});

describe("what a stage throws", () => {
  const event = messageEvent(base64(wake("clean")));
  const lines: string[] = [];
  const log: Log = { info: (m) => lines.push(m), warn: (m) => lines.push(m), error: (m) => lines.push(m) };
  const failing = (error: Error) => onMessage(Wake, () => Promise.reject(error), log);

  it("is acknowledged when it is about the input, and goes to the platform when it is not", async () => {
    await failing(new RejectedInput("no"))(event);
    await expect(failing(new RetryLater("soon"))(event)).rejects.toThrow("soon");
    await expect(failing(new Error("disk full"))(event)).rejects.toThrow("disk full");
    // A failure that will be logged by the platform is not logged here too.
    expect(lines).toEqual(["input rejected", "later"]);
  });
});

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
