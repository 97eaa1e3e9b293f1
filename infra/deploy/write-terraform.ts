import { writeFileSync } from "node:fs";
import { stages } from "../../functions/pipeline.ts";
import { tableSchemas, tablesFile } from "./table-schemas.ts";
import { pipelineFile } from "./terraform-map.ts";

writeFileSync("terraform/tables.json", tablesFile(await tableSchemas()));
writeFileSync("terraform/pipeline.json", pipelineFile(stages));
