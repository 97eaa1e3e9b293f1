import type { Warehouse } from "../shared/ports.ts";
import type { RowTyper } from "../shared/staging.ts";

/** Adapters that load on first use, so that a function's cold start loads only what its stage needs. */
export const lazyTyper = (scratch: string): RowTyper => {
  const typer = once(async () => (await import("./typing/row-typer.ts")).duckDbRowTyper(scratch));
  return {
    open: async (plan) => (await typer()).open(plan),
    without: async (parquet, feed, erased) => (await typer()).without(parquet, feed, erased),
  };
};

export const lazyWarehouse = (connect: () => Promise<Warehouse>): Warehouse => {
  const warehouse = once(connect);
  return {
    query: async (sql, params) => (await warehouse()).query(sql, params),
    define: async (script) => (await warehouse()).define(script),
    run: async (job) => (await warehouse()).run(job),
    load: async (job) => (await warehouse()).load(job),
  };
};

/** Remembers a success, but not a failure. */
const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
};
