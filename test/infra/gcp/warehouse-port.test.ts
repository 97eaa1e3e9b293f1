import { copyFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { bigQueryWarehouse } from "../../../infra/gcp/warehouse.ts";
import { testWarehouse } from "../../ports/warehouse.ts";
import { FakeBigQuery } from "./fake-bigquery.ts";
import { warehouseOptions } from "./warehouse-options.ts";

for (const datasetPrefix of ["", "acme_"])
  testWarehouse({
    name: `BigQuery's client on the fake interface, prefix "${datasetPrefix}"`,
    connect: async (folder) => {
      const fake = await FakeBigQuery.start(folder, "europe-west3");
      const warehouse = bigQueryWarehouse({ ...warehouseOptions(fake.endpoint), datasetPrefix });
      return {
        warehouse,
        stage: async (object, path) => {
          const target = fake.engine.pathOf(`gs://staging/${object}`);
          mkdirSync(dirname(target), { recursive: true });
          copyFileSync(path, target);
        },
        close: () => fake.close(),
      };
    },
  });
