import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import type { Warehouse } from "../../shared/ports.ts";
import { behaviours, type Lack, type TestBehaviour } from "./suite.ts";
import { testDefinitions } from "./warehouse-definitions.ts";
import { testLoads } from "./warehouse-loads.ts";
import { type ParquetFiles, parquetFilesIn } from "./warehouse-parquet.ts";
import { testQueries } from "./warehouse-queries.ts";
import { testScripts } from "./warehouse-scripts.ts";

export interface ConnectedWarehouse {
  readonly warehouse: Warehouse;
  /** Uploads a local Parquet file to the staging bucket. */
  stage(object: string, path: string): Promise<void>;
  close(): Promise<void>;
}

export interface WarehouseAdapter {
  readonly name: string;
  /** An empty warehouse, in a folder that is removed after the tests. */
  connect(folder: string): Promise<ConnectedWarehouse>;
  readonly lacks?: readonly Lack[];
}

/** The context of one test. The warehouse is shared, so each test uses its own table names. */
export interface WarehouseTest {
  readonly warehouse: Warehouse;
  readonly parquet: ParquetFiles;
  stage(object: string, path: string): Promise<void>;
}

export type WarehouseTests = (test: TestBehaviour, the: () => WarehouseTest) => void;

/** The behaviour of every warehouse. */
export const testWarehouse = ({ name, connect, lacks }: WarehouseAdapter): void => {
  describe(`warehouse: ${name}`, () => {
    let folder = "";
    let connected: ConnectedWarehouse | undefined;
    let parquet: ParquetFiles | undefined;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "daybook-warehouse-"));
      connected = await connect(folder);
      parquet = await parquetFilesIn(folder);
      await connected.warehouse.define("create schema if not exists port");
    });
    afterAll(async () => {
      parquet?.close();
      await connected?.close();
      rmSync(folder, { recursive: true });
    });
    const the = (): WarehouseTest => {
      if (!connected || !parquet) throw new Error("the warehouse is connected before the tests, not earlier");
      return { warehouse: connected.warehouse, parquet, stage: connected.stage };
    };
    const test = behaviours(lacks);
    for (const tests of [testQueries, testDefinitions, testScripts, testLoads]) tests(test, the);
  });
};
