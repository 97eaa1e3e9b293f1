import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalWarehouse, openWarehouse } from "../../../infra/local/warehouse.ts";
import { duckDbRowTyper } from "../../../infra/typing/row-typer.ts";
import { ObjectMissing } from "../../../shared/errors.ts";
import type { RowTyper } from "../../../shared/staging.ts";
import type { Bucket } from "./bucket.ts";
import type { Engine } from "./jobs.ts";
import type { World } from "./world.ts";

/** DuckDB with the real statements, in a folder of its own. */
export const openDuckDb = (folder: string, staging: () => Bucket): LocalWarehouse => {
  let files = 0;
  return openWarehouse({
    path: join(folder, "warehouse.duckdb"),
    async pathOf(name) {
      const object = staging().find(name);
      if (!object) throw new ObjectMissing(`gs://staging/${name}`);
      const path = join(folder, `staged-${files++}.parquet`);
      writeFileSync(path, object.body);
      return path;
    },
  });
};

/** The real tables under simulated jobs: simulated time stands still while a statement runs. */
export const sqlEngine =
  (warehouse: LocalWarehouse) =>
  (world: World): Engine => {
    let jobs = 0;
    return {
      query: (sql, params) => world.turns.outside(() => warehouse.query(sql, params)),
      // Ids are the simulated jobs' affair; here each piece of work runs when it is committed.
      begin: async (work) => () => {
        const id = `work-${jobs++}`;
        return world.turns.outside(() =>
          "load" in work ? warehouse.load({ ...work.load, id }) : warehouse.run({ ...work.script, id }),
        );
      },
      writes: (work) => ("load" in work ? [work.load.table] : [work.script.id.split("-")[0] ?? ""]),
    };
  };

/** The real typer, with time standing still as well. */
export const sqlTyper =
  (folder: string) =>
  (world: World): RowTyper => {
    const real = duckDbRowTyper(folder);
    const still = <Result>(work: () => Promise<Result>) => world.turns.outside(work);
    return {
      ...real,
      async open(plan) {
        const session = await still(() => real.open(plan));
        return {
          type: (records) => still(() => session.type(records)),
          writeRejects: (rejects) => still(() => session.writeRejects(rejects)),
          close: () => still(() => session.close()),
        };
      },
    };
  };
