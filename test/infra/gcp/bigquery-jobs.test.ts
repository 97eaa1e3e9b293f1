import { describe, expect, test } from "vitest";
import { JobFailed, RetryLater } from "../../../shared/errors.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { Refused } from "./fake-faults.ts";
import { insertOne, openFake } from "./open-fake.ts";

const run = (warehouse: Warehouse) => warehouse.run({ ...insertOne, params: {} });
const count = async (warehouse: Warehouse) =>
  (await warehouse.query("select count(*) as number from t.days"))[0]?.["number"];
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const job = "daybook-7f3a-clean-1";

describe("a BigQuery job", () => {
  test("is one transaction under the caller's id, with a byte limit, labels and a location", async () => {
    const { fake, warehouse } = await openFake();
    await warehouse.run({
      id: "clean-1",
      script: `create table if not exists t.left_out (a int64);
        create temp table fresh as select day from unnest(@days) as day;
        insert into t.days (day, a) select day, 1 from fresh`,
      params: { days: { type: "ARRAY<DATE>", value: ["2024-10-05"] }, other: { type: "BOOL", value: true } },
    });
    expect(fake.seen[0]?.body).toEqual({
      jobReference: { projectId: "test-project", jobId: job, location: "europe-west3" },
      configuration: {
        labels: { app: "daybook" },
        query: {
          query: `begin transaction;
create temp table fresh as select day from unnest(@days) as day;
insert into t.days (day, a) select day, 1 from fresh;
commit transaction`,
          useLegacySql: false,
          parameterMode: "NAMED",
          queryParameters: [
            {
              name: "days",
              parameterType: { type: "ARRAY", arrayType: { type: "DATE" } },
              parameterValue: { arrayValues: [{ value: "2024-10-05" }] },
            },
          ],
          maximumBytesBilled: "1000000000",
        },
      },
    });
  });

  test("is not run again if its id exists: the caller attaches to it", async () => {
    const { fake, warehouse, again } = await openFake();
    await Promise.all([run(warehouse), run(again())]);
    await run(again());
    expect(await count(warehouse)).toBe(1);
    expect(fake.inserted()).toEqual([job, job, job]);
  });

  test("is polled until it is done, at growing intervals", async () => {
    const { fake, warehouse, clock } = await openFake();
    fake.jobs.looksWhileRunning = 12;
    const before = clock.now().getTime();
    await run(warehouse);
    expect(fake.seen.filter(({ kind }) => kind === "get")).toHaveLength(13);
    expect(clock.now().getTime() - before).toBeGreaterThan(50_000);
  });

  test("case 11: Load job PENDING 3 h → function returns in time, later wake attaches, no duplicate.", async () => {
    const { fake, warehouse, again } = await openFake();
    fake.jobs.looksWhileRunning = 20;
    const error = await failure(run(again({ deadlineMs: 5_000 })));
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ message: expect.stringMatching(/clean-1 is RUNNING at the deadline/) });
    await run(warehouse);
    expect(await count(warehouse)).toBe(1);
  });

  test.each(["lost", "broken"] as const)(
    "case 8: `jobs.insert` times out but the job ran → 409 → attach, one job. (%s: looked for before it is inserted again)",
    async (how) => {
      const { fake, warehouse } = await openFake();
      fake.faults.push({ on: "insert", how });
      await run(warehouse);
      expect(await count(warehouse)).toBe(1);
      expect(fake.seen.slice(0, 2).map(({ kind }) => kind)).toEqual(["insert", "get"]);
      expect(fake.inserted()).toHaveLength(how === "lost" ? 1 : 2);
    },
  );

  test("whose insert gets no answer fails after the timeout", async () => {
    const { fake, again } = await openFake();
    fake.faults.push({ on: "insert", how: "silent" });
    const warehouse = again({ requestTimeoutMs: 200 });
    await run(warehouse);
    expect(await count(warehouse)).toBe(1);
    expect(fake.seen.slice(0, 3).map(({ kind }) => kind)).toEqual(["insert", "get", "insert"]);
  });

  test("is not reported as failed while its outcome is unknown", async () => {
    const { fake, warehouse } = await openFake();
    const unavailable = new Refused(503, "backendError", "try again");
    for (let attempt = 0; attempt < 4; attempt += 1) fake.faults.push({ on: "insert", how: unavailable });
    const error = await failure(run(warehouse));
    expect(error).not.toBeInstanceOf(JobFailed);
    expect(error).toMatchObject({ fault: { kind: "open", status: 503 } });
    expect(fake.inserted()).toHaveLength(4);
    await run(warehouse);
    expect(await count(warehouse)).toBe(1);
  });

  test("is submitted again if the rate of requests was too high", async () => {
    const { fake, warehouse } = await openFake();
    fake.faults.push(
      { on: "insert", how: new Refused(403, "rateLimitExceeded", "too many requests") },
      { on: "get", how: new Refused(502, "backendError", "bad gateway") },
      { on: "get", how: "broken" },
    );
    await run(warehouse);
    expect(await count(warehouse)).toBe(1);
  });

  test("case 9: Job DONE with `errors` but no `errorResult` → treated as success, warnings recorded.", async () => {
    const { fake, warehouse } = await openFake();
    fake.jobs.warnings.push({ reason: "invalid", message: "a warning" });
    await run(warehouse);
    expect(await count(warehouse)).toBe(1);
  });
});
