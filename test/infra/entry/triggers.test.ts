import { describe, expect, it } from "vitest";
import { onMessage } from "../../../infra/entry/triggers.ts";
import { RejectedInput, RetryLater } from "../../../shared/errors.ts";
import { Wake, wake } from "../../../shared/events.ts";
import type { Log } from "../../../shared/platform.ts";
import { base64, behindTriggers, messageEvent, objectEvent } from "../behind-triggers.ts";

describe("case 70: malformed messages", () => {
  const messages: Readonly<Record<string, unknown>> = {
    "invalid base64": "%%%",
    "base64 that was cut short": base64(wake("clean")).slice(0, -3),
    "invalid JSON": base64("{"),
    "JSON that is not an object": base64("[1]"),
    null: base64("null"),
    "no data": undefined,
    "empty data": "",
    "data that is not text": 7,
    "10 MB of data": "A".repeat(10 * 1024 * 1024),
    "a later schema": base64({ ...wake("clean"), schema: "daybook.wake/v2" }),
    "no schema": base64({ stage: "clean" }),
    "another stage": base64({ ...wake("clean"), stage: "launch" }),
    "an unknown field": base64({ ...wake("clean"), tables: ["raw.sales"] }),
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

  it("are acknowledged if they contain no message at all", async () => {
    const { onWake, counters, state } = await behindTriggers();
    for (const data of [undefined, null, 7, "text", [], {}, { message: null }, { message: "text" }])
      await onWake({ ...messageEvent(""), data });
    expect(counters()).toEqual(Array(8).fill("event_not_understood"));
    expect(await state()).toEqual([]);
  });
});

describe("case 71: a message with a forged cause", () => {
  it("does nothing, because work comes from the dirty set alone", async () => {
    const { onWake, home, counters, state } = await behindTriggers();
    await onWake(messageEvent(base64(wake("clean", "transactions/2099-01-01.csv"))));
    expect(counters()).toEqual([]);
    expect(await state()).toEqual([]);
    expect(await home.rows("select count(*) as n from raw.transactions")).toEqual([{ n: 0 }]);
  });
});

describe("case 72: malformed or foreign object events", () => {
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

  it("are acknowledged and counted separately if they come from another bucket", async () => {
    const { onObject, lines, counters, state } = await behindTriggers();
    await onObject(objectEvent({ bucket: "someone-elses", name, generation: "1" }));
    expect(counters()).toEqual(["foreign_bucket"]);
    expect(lines[0]?.severity).toBe("WARNING");
    expect(await state()).toEqual([]);
  });

  it("end as GONE if the object or the generation never existed", async () => {
    const { onObject, home, state } = await behindTriggers();
    for (const generation of ["0", "5", "9223372036854775808", "9999999999999999999"])
      await onObject(objectEvent({ bucket: "landing", name, generation }));
    expect((await state()).filter((entry) => !entry.startsWith("ledger/"))).toEqual([]);
    expect(await home.rows("select count(*) as n from raw.transactions")).toEqual([{ n: 0 }]);
  });
});

describe("an error of a stage", () => {
  const event = messageEvent(base64(wake("clean")));
  const lines: string[] = [];
  const log: Log = { info: (m) => lines.push(m), warn: (m) => lines.push(m), error: (m) => lines.push(m) };
  const failing = (error: Error) => onMessage(Wake, () => Promise.reject(error), log);

  it("is acknowledged if it concerns the input, and goes to the platform otherwise", async () => {
    await failing(new RejectedInput("no"))(event);
    await expect(failing(new RetryLater("soon"))(event)).rejects.toThrow("soon");
    await expect(failing(new Error("disk full"))(event)).rejects.toThrow("disk full");
    // The platform logs what it retries.
    expect(lines).toEqual(["input rejected", "later"]);
  });
});
