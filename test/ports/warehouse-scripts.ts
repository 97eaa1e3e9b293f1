import { expect } from "vitest";
import { JobFailed } from "../../shared/errors.ts";
import { dates } from "../../shared/sql.ts";
import type { WarehouseTests } from "./warehouse.ts";

export const testScripts: WarehouseTests = (test, the) => {
  const table = async (name: string): Promise<void> =>
    the().warehouse.define(`create table if not exists port.${name} (day date not null, a int64)`);
  const toRows = (name: string) => the().warehouse.query(`select day, a from port.${name} order by day, a`);

  test("runs the statements of a script in order, with temporary tables, without its definitions", async () => {
    const { warehouse } = the();
    await table("ordered");
    await warehouse.run({
      id: "scripts-ordered",
      script: `create table if not exists port.never_made (a int64);
        -- twelve; days
        create temp table fresh as
        select day, 1 as a from unnest(@days) as day;
        insert into port.ordered (day, a) select day, a from fresh;
        insert into port.ordered (day, a) select day, a + 1 from fresh where day > date '2024-10-05';
        delete from port.ordered where day in unnest(@days) and a = 1 and day = date '2024-10-06';`,
      params: { days: dates(["2024-10-05", "2024-10-06"]), unused: dates([]) },
    });
    expect(await toRows("ordered")).toEqual([
      { day: "2024-10-05", a: 1 },
      { day: "2024-10-06", a: 2 },
    ]);
    await expect(warehouse.query("select a from port.never_made")).rejects.toThrow();
  });

  test("allows the same names of temporary tables in every script", async () => {
    const { warehouse } = the();
    await table("again");
    for (const [id, a] of Object.entries({ first: 1, second: 2 }))
      await warehouse.run({
        id: `scripts-again-${id}`,
        script: `create temp table scratch as select ${a} as a;
          insert into port.again (day, a) select date '2024-10-05', a from scratch`,
        params: {},
      });
    expect((await toRows("again")).map(({ a }) => a)).toEqual([1, 2]);
  });

  test("does not run an id again, and distinguishes ids that differ in one letter", async () => {
    const { warehouse } = the();
    await table("once");
    const insert = (id: string, a: number) =>
      warehouse.run({
        id,
        script: `insert into port.once (day, a) values (date '2024-10-05', ${a})`,
        params: {},
      });
    await insert("scripts-once", 1);
    await insert("scripts-once", 2);
    await insert("scripts.once", 3);
    await insert("scripts/once", 4);
    await insert("scripts/once", 5);
    expect((await toRows("once")).map(({ a }) => a)).toEqual([1, 3, 4]);
  });

  test("rolls back a failed script and reports the failure", async () => {
    const { warehouse } = the();
    await table("whole");
    const failing = warehouse.run({
      id: "scripts-failing",
      script: `insert into port.whole (day, a) values (date '2024-10-05', 1);
        delete from port.whole where day < date '2000-01-01';
        insert into port.whole (day, a) select date '2024-10-05', cast('x' || cast(a as string) as int64) from port.whole`,
      params: {},
    });
    await expect(failing).rejects.toThrow(JobFailed);
    await expect(failing).rejects.toThrow(/scripts-failing/);
    expect(await toRows("whole")).toEqual([]);

    await warehouse.run({
      id: "scripts-failing-next",
      script: "insert into port.whole (day, a) values (date '2024-10-05', 2)",
      params: {},
    });
    expect(await toRows("whole")).toEqual([{ day: "2024-10-05", a: 2 }]);
  });

  test("never runs a job whose id was burnt, and says so of a job that ran", async () => {
    const { warehouse } = the();
    await table("burnt");
    const job = (id: string) => ({
      id: `scripts-burnt-${id}`,
      script: "insert into port.burnt (day, a) values (date '2024-10-05', 1)",
      params: {},
    });
    expect(await warehouse.burn(job("refused"))).toBe("burnt");
    expect(await warehouse.burn(job("refused"))).toBe("burnt");
    await expect(warehouse.run(job("refused"))).rejects.toThrow(JobFailed);
    expect(await toRows("burnt")).toEqual([]);
    await warehouse.run(job("done"));
    expect(await warehouse.burn(job("done"))).toBe("ran");
    expect(await toRows("burnt")).toEqual([{ day: "2024-10-05", a: 1 }]);
  });

  test("runs no statement of a script that lacks a parameter", async () => {
    const { warehouse } = the();
    await table("unasked");
    await expect(
      warehouse.run({
        id: "scripts-lacking",
        script: `insert into port.unasked (day, a) values (date '2024-10-05', 1);
          delete from port.unasked where day in unnest(@days)`,
        params: {},
      }),
    ).rejects.toThrow("needs @days");
    expect(await toRows("unasked")).toEqual([]);
  });
};
