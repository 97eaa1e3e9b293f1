import { expect } from "vitest";
import { JobFailed } from "../../shared/errors.ts";
import type { LoadJob, TableColumn } from "../../shared/ports.ts";
import type { WarehouseTests } from "./warehouse.ts";

const columns: readonly TableColumn[] = [
  { name: "name", type: "STRING" },
  { name: "amount", type: "NUMERIC" },
  { name: "sold", type: "DATETIME" },
  { name: "seen", type: "TIMESTAMP" },
  { name: "_source_date", type: "DATE" },
  { name: "_row", type: "INT64" },
];

export const testLoads: WarehouseTests = (test, the) => {
  const table = (name: string): Promise<void> =>
    the().warehouse.define(`create table if not exists port.${name} (
      ${columns.map((column) => `${column.name} ${column.type.toLowerCase()}`).join(", ")}
    ) partition by _source_date`);
  /** Stages rows of one file date and returns the object's name. */
  const stage = async (feed: string, fileDate: string, version: string, rows = 1): Promise<string> => {
    const path =
      await the().parquet.write(`select '${version}' as name, cast(12.5 as decimal(38, 9)) as amount,
      timestamp '2024-10-05 08:26:00' as sold, timestamptz '2024-10-05 08:26:00.5+00' as seen,
      date '${fileDate}' as _source_date, cast(row as bigint) as _row from range(1, ${rows + 1}) as r(row)`);
    const object = `${feed}/${fileDate}/${version}/part-00000.parquet`;
    await the().stage(object, path);
    return object;
  };
  const load = (id: string, name: string, rest: Pick<LoadJob, "replace" | "objects">): Promise<void> =>
    the().warehouse.load({ id: `loads-${id}`, table: `port.${name}`, columns, ...rest });
  const namesOf = async (name: string): Promise<string[]> => {
    const rows = await the().warehouse.query(
      `select cast(_source_date as string) as day, name from port.${name} order by _source_date, name, _row`,
    );
    return rows.map(({ day, name: version }) => `${day} ${version}`);
  };

  test("loads every type unchanged", async () => {
    await table("typed");
    const object = await stage("typed", "2024-10-05", "v1", 2);
    await load("typed", "typed", { replace: ["2024-10-05"], objects: [object] });
    const rows = await the().warehouse.query("select * from port.typed order by _row");
    const first = {
      name: "v1",
      amount: "12.5",
      sold: "2024-10-05T08:26:00",
      seen: "2024-10-05T08:26:00.5Z",
      _source_date: "2024-10-05",
      _row: 1,
    };
    expect(rows).toEqual([first, { ...first, _row: 2 }]);
  });

  test("replaces the named partitions by all their objects and leaves the others", async () => {
    await table("days");
    const [fifth, sixth] = [
      await stage("days", "2024-10-05", "v1"),
      await stage("days", "2024-10-06", "v1", 2),
    ];
    await load("days-1", "days", { replace: ["2024-10-05", "2024-10-06"], objects: [fifth, sixth] });
    const again = [await stage("days", "2024-10-06", "v2"), await stage("days", "2024-10-06", "v3")];
    await load("days-2", "days", { replace: ["2024-10-06"], objects: again });
    expect(await namesOf("days")).toEqual(["2024-10-05 v1", "2024-10-06 v2", "2024-10-06 v3"]);
  });

  test("empties the partitions that have no objects", async () => {
    await table("emptied");
    const days = ["2024-10-05", "2024-10-06", "2024-10-07"];
    const objects: string[] = [];
    for (const day of days) objects.push(await stage("emptied", day, "v1"));
    await load("emptied-1", "emptied", { replace: days, objects });
    const newer = await stage("emptied", "2024-10-07", "v2");
    await load("emptied-2", "emptied", { replace: ["2024-10-06", "2024-10-07"], objects: [newer] });
    expect(await namesOf("emptied")).toEqual(["2024-10-05 v1", "2024-10-07 v2"]);
  });

  test("replaces the whole table, even by no rows", async () => {
    await table("snapshot");
    const older = await stage("snapshot", "2024-10-05", "v1");
    await load("snapshot-1", "snapshot", { replace: "all", objects: [older] });
    const newer = await stage("snapshot", "2024-10-06", "v2");
    await load("snapshot-2", "snapshot", { replace: "all", objects: [newer] });
    expect(await namesOf("snapshot")).toEqual(["2024-10-06 v2"]);
    await load("snapshot-3", "snapshot", { replace: "all", objects: [] });
    expect(await namesOf("snapshot")).toEqual([]);
  });

  test("does not load an id again", async () => {
    await table("loaded_once");
    const [first, second] = [
      await stage("once", "2024-10-05", "v1"),
      await stage("once", "2024-10-05", "v2"),
    ];
    await load("once", "loaded_once", { replace: ["2024-10-05"], objects: [first] });
    await load("once-next", "loaded_once", { replace: ["2024-10-05"], objects: [second] });
    await load("once", "loaded_once", { replace: ["2024-10-05"], objects: [first] });
    expect(await namesOf("loaded_once")).toEqual(["2024-10-05 v2"]);
  });

  test("loads NULL into columns that a staged file lacks", async () => {
    await table("grown_load");
    const path = await the().parquet.write("select date '2024-10-05' as _source_date, 'old' as name");
    const old = "grown/2024-10-05/old/part-00000.parquet";
    await the().stage(old, path);
    const full = await stage("grown", "2024-10-05", "v2");
    await load("grown", "grown_load", { replace: ["2024-10-05"], objects: [old, full] });
    const rows = await the().warehouse.query("select name, amount, _row from port.grown_load order by name");
    expect(rows).toEqual([
      { name: "old", amount: null, _row: null },
      { name: "v2", amount: "12.5", _row: 1 },
    ]);
  });

  test("replaces many partitions at once", async () => {
    await table("many");
    const days = Array.from({ length: 60 }, (_, index) =>
      new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10),
    );
    const kept = await stage("many", "2023-12-31", "kept");
    const stale = await stage("many", "2024-01-02", "stale");
    await load("many-1", "many", { replace: ["2023-12-31", "2024-01-02"], objects: [kept, stale] });
    const loaded = days.filter((_, index) => index % 20 !== 1);
    const objects: string[] = [];
    for (const day of loaded) objects.push(await stage("many", day, "new"));
    await load("many-2", "many", { replace: days, objects });
    expect(await namesOf("many")).toEqual(["2023-12-31 kept", ...loaded.map((day) => `${day} new`)]);
  });

  test("never loads under an id that was burnt", async () => {
    await table("burnt_load");
    const objects = [await stage("burnt", "2024-10-05", "v1"), await stage("burnt", "2024-10-06", "v1")];
    const rest = { table: "port.burnt_load", columns, replace: ["2024-10-05", "2024-10-06"], objects };
    const job = { id: "loads-burnt", ...rest };
    expect(await the().warehouse.burn(job)).toBe("burnt");
    await expect(the().warehouse.load(job)).rejects.toThrow(JobFailed);
    expect(await namesOf("burnt_load")).toEqual([]);
    await the().warehouse.load({ ...job, id: "loads-burnt-next" });
    expect(await the().warehouse.burn({ ...job, id: "loads-burnt-next" })).toBe("ran");
    expect(await namesOf("burnt_load")).toEqual(["2024-10-05 v1", "2024-10-06 v1"]);
  });

  test("leaves a partition unchanged if its objects cannot be read", async () => {
    await table("kept");
    const object = await stage("kept", "2024-10-05", "v1");
    await load("kept-1", "kept", { replace: ["2024-10-05"], objects: [object] });
    const missing = "kept/2024-10-05/missing/part-00000.parquet";
    await expect(load("kept-2", "kept", { replace: ["2024-10-05"], objects: [missing] })).rejects.toThrow();
    expect(await namesOf("kept")).toEqual(["2024-10-05 v1"]);
  });
};
