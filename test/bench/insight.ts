import { parseArgs } from "node:util";
import { isReached, type Protocol, protocolText } from "./accuracy/protocol.ts";
import { a1 } from "./insight/a1.ts";
import { a2 } from "./insight/a2.ts";
import { c1 } from "./insight/c1.ts";
import { falseAlarms } from "./insight/false-alarms.ts";
import { r1 } from "./insight/r1.ts";
import { retailKpis } from "./insight/retail-kpis.ts";
import { retailLines } from "./insight/retail-lines.ts";

const protocols: Readonly<Record<string, () => Protocol | Promise<Protocol>>> = {
  a2,
  fdr: () => falseAlarms(companies(1_000)),
  c1: () => c1(companies(500)),
  r1,
  a1: () => a1(retailKpis(retailLines())),
};

const { values } = parseArgs({ options: { only: { type: "string" }, companies: { type: "string" } } });
/** Fewer give a quick, rougher look. */
function companies(usual: number): number {
  return values.companies === undefined ? usual : Number(values.companies);
}

const names = values.only === undefined ? Object.keys(protocols) : [values.only];
let lost = 0;
for (const name of names) {
  const make = protocols[name];
  if (!make) throw new Error(`--only ${name}: there are ${Object.keys(protocols).join(", ")}`);
  const protocol = await make();
  console.log(`${protocolText(protocol)}\n`);
  lost += protocol.goals.filter((goal) => !isReached(goal)).length;
}
console.log(lost === 0 ? "Every goal is reached." : `${lost} goal${lost === 1 ? " is" : "s are"} lost.`);
process.exitCode = lost === 0 ? 0 : 1;
