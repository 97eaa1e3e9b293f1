import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { openWarehouse } from "../../infra/local/warehouse.ts";
import { testWarehouse } from "./warehouse.ts";

testWarehouse({
  name: "laptop",
  connect: async (folder) => {
    const pathOf = (object: string) => join(folder, "staging", object);
    const warehouse = openWarehouse({
      path: join(folder, "warehouse.duckdb"),
      pathOf: async (object) => pathOf(object),
    });
    return {
      warehouse,
      stage: async (object, path) => {
        mkdirSync(dirname(pathOf(object)), { recursive: true });
        copyFileSync(path, pathOf(object));
      },
      close: () => warehouse.close(),
    };
  },
});
