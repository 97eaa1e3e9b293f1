import { readFileSync } from "node:fs";
import { lostData } from "./lost-data.ts";

// node infra/deploy/refuse-lost-data.ts PLAN.json: ends with 1 if `terraform show -json` tells of data that would be lost.
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: npm run terraform:refuse-lost-data -- PLAN.json");
const lost = lostData(JSON.parse(readFileSync(file, "utf8")));
for (const sentence of lost) process.stderr.write(`${sentence}\n`);
if (lost.length > 0) {
  process.stderr.write(
    'Such a plan is not applied by commit. If the data may go, a person applies it: terraform/RUNBOOK.md, "When terraform stops".\n',
  );
  process.exitCode = 1;
}
