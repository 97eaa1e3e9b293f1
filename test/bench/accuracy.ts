import { parseArgs } from "node:util";
import type { Home } from "../../infra/laptop/home.ts";
import { nextDay } from "./accuracy/next-day.ts";
import { withOnlineRetail } from "./accuracy/online-retail.ts";
import { isReached, type Protocol, protocolText } from "./accuracy/protocol.ts";
import { sales } from "./accuracy/sales.ts";
import { spend30d } from "./accuracy/spend-30d.ts";

/** How good the models are on a real company's past, beside every plain rule, against fixed goals. */
const protocols: Readonly<Record<string, (home: Home) => Promise<readonly Protocol[]>>> = {
  spend_30d: async ({ platform }) => [await spend30d(platform)],
  next_day_spend: async ({ platform }) => [await nextDay(platform)],
  sales_forecast: async ({ platform }) => sales(platform),
};

const { values } = parseArgs({ options: { task: { type: "string" }, home: { type: "string" } } });
const tasks = values.task === undefined ? Object.keys(protocols) : [values.task];
const wanted = tasks.map((name) => {
  const protocol = protocols[name];
  if (!protocol) throw new Error(`--task ${name}: there are ${Object.keys(protocols).join(", ")}`);
  return protocol;
});

const lost = await withOnlineRetail(async (home) => {
  let count = 0;
  for (const measure of wanted)
    for (const protocol of await measure(home)) {
      console.log(`${protocolText(protocol)}\n`);
      count += protocol.goals.filter((goal) => !isReached(goal)).length;
    }
  return count;
}, values.home);
console.log(lost === 0 ? "Every goal is reached." : `${lost} goal${lost === 1 ? " is" : "s are"} lost.`);
process.exitCode = lost === 0 ? 0 : 1;
