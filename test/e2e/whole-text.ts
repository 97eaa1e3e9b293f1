import { DuckDBInstance } from "@duckdb/node-api";
import type { ObjectStore } from "../../shared/ports.ts";
import { textOf } from "../functions/1-ingest/worlds.ts";
import { contents } from "./tables.ts";
import type { TemporaryHome } from "./temporary-home.ts";

/** All tables' text. */
export const tables = async (home: TemporaryHome): Promise<string> =>
  JSON.stringify(await contents(home.platform.warehouse));

/** Every staged object's text. Parquet is compressed: it is read as rows. */
export const staged = async (home: TemporaryHome): Promise<string> => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  let text = "";
  for (const { name } of await home.platform.staging.list("")) {
    if (!name.endsWith(".parquet")) text += await textOf(home.platform.staging, name);
    else {
      const store = home.platform.staging as typeof home.platform.landing;
      const rows = await connection.runAndReadAll(
        `select * from read_parquet('${await store.pathOf(name)}')`,
      );
      text += JSON.stringify(rows.getRowObjectsJson());
    }
  }
  connection.closeSync();
  return text;
};

/** Every object of a bucket, with its name. */
export const textOfAll = async (store: ObjectStore): Promise<string> => {
  let text = "";
  for (const { name } of await store.list("")) text += name + (await textOf(store, name));
  return text;
};
