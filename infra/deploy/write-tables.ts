import { writeFileSync } from "node:fs";
import { tableSchemas, tablesFile } from "./table-schemas.ts";

writeFileSync("terraform/tables.json", tablesFile(await tableSchemas()));
