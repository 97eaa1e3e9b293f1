import { expect } from "vitest";
import type { WarehouseTests } from "./warehouse.ts";

export const testDefinitions: WarehouseTests = (test, the) => {
  test("creates what a script defines and skips its other statements", async () => {
    const { warehouse } = the();
    await warehouse.define(`-- a table; and more
      create table if not exists port.defined (a int64 not null, b string) options (description = 'a; b');
      insert into port.defined (a, b) values (1, 'x');
      create or replace temp table port_scratch as select 1 as a;`);
    expect(await warehouse.query("select a, b from port.defined")).toEqual([]);
  });

  test("keeps the rows of a table that is defined again and adds missing columns", async () => {
    const { warehouse } = the();
    const definition = "create table if not exists port.grown (a int64)";
    await warehouse.define(definition);
    await warehouse.run({
      id: "definitions-grown",
      script: "insert into port.grown (a) values (1)",
      params: {},
    });

    const grown = `${definition};
      alter table port.grown add column if not exists a int64;
      alter table port.grown add column if not exists b string; -- new
      alter table port.grown add column if not exists c date;`;
    await warehouse.define(grown);
    await warehouse.define(grown);

    expect(await warehouse.query("select a, b, c from port.grown")).toEqual([{ a: 1, b: null, c: null }]);
  });
};
