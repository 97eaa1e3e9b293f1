import { testWarehouse } from "../ports/warehouse.ts";
import { openBigQueryWorld } from "./bigquery-world.ts";

testWarehouse({ name: "BigQuery's client on the emulator", connect: openBigQueryWorld });
