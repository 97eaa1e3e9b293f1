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

describe("a BigQuery job that failed", () => {
  test.each([
    ["backendError", "try again"],
    ["invalidQuery", "Could not serialize access to table t.days due to concurrent update"],
    ["invalidQuery", "Too many DML statements outstanding against table t.days, limit is 20"],
  ])(
    "cases 10 and 24: Job fails with a passing reason (%s: %s) → attempt 2 uses a new id; old id never reused.",
    async (reason, message) => {
      const { fake, warehouse, again } = await openFake();
      fake.jobs.endings.push({ reason, message }, { reason, message });
      await run(warehouse);
      await run(again());
      expect(await count(warehouse)).toBe(1);
      const walk = [job, `${job}--run2`, `${job}--run3`];
      expect(fake.inserted()).toEqual([...walk, ...walk]);
    },
  );

  test("four times for a transient reason has failed for good, so that a new plan gets new ids", async () => {
    const { fake, warehouse, again } = await openFake();
    for (let time = 0; time < 4; time += 1)
      fake.jobs.endings.push({ reason: "internalError", message: "again" });
    expect(await failure(run(warehouse))).toBeInstanceOf(JobFailed);
    expect(await failure(run(again()))).toBeInstanceOf(JobFailed);
    expect(await count(warehouse)).toBe(0);
  });

  test("for a permanent reason reports the job, the place, the reason and what to do", async () => {
    const { fake, warehouse } = await openFake();
    fake.jobs.endings.push({ reason: "accessDenied", message: "Access Denied: Table t.days" });
    const error = await failure(run(warehouse));
    expect(error).toBeInstanceOf(JobFailed);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^BigQuery job daybook-7f3a-clean-1 failed: accessDenied: Access Denied: Table t\.days\. Grant the service account/,
      ),
    });
    expect(fake.inserted()).toHaveLength(1);
  });

  test("is refused at once if its configuration is invalid", async () => {
    const { fake, warehouse, again } = await openFake();
    fake.faults.push({ on: "insert", how: new Refused(403, "accessDenied", "no jobs for you") });
    expect(await failure(run(warehouse))).toBeInstanceOf(JobFailed);
    expect(await failure(run(again({ location: "US" })))).toMatchObject({
      name: "JobFailed",
      message: expect.stringMatching(/same location/),
    });
    expect(await count(warehouse)).toBe(0);
  });

  test("case 23: BigQuery `quotaExceeded` → waits ≥ 10 min, tokens kept; goes on under the next id.", async () => {
    const { fake, warehouse, clock } = await openFake();
    fake.jobs.endings.push({ reason: "quotaExceeded", message: "load jobs per table" });
    fake.faults.push({ on: "insert", how: new Refused(403, "quotaExceeded", "project") });
    for (let wake = 0; wake < 3; wake += 1) {
      const error = await failure(run(warehouse));
      expect(error).toBeInstanceOf(RetryLater);
      expect(error).toMatchObject({ message: expect.stringMatching(/at least 10 minutes/) });
    }
    await clock.sleep(10 * 60_000);
    await run(warehouse);
    expect(await count(warehouse)).toBe(1);
    expect(fake.inserted()).toEqual([job, job, job, job, `${job}--run2`]);
  });
});
