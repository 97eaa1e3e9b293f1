import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { contextOf } from "../context.ts";

export const addMetrics = (program: Command): void => {
  program
    .command("metrics")
    .argument("[log]", "a file of log lines; what is piped in when left out")
    .description("count what a log tells of, as OpenTelemetry's OTLP in JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ npm run daybook -- metrics run.log
  $ gcloud logging read 'resource.labels.service_name=~"daybook-"' --freshness=1h --format json | npm run --silent daybook -- metrics \\
      | curl --header 'content-type: application/json' --data @- http://127.0.0.1:4318/v1/metrics

What is counted stands in terraform/metrics.yaml. A laptop writes its log with DAYBOOK_DEBUG=1.`,
    )
    .action(async (log: string | undefined, _: unknown, command: Command) => {
      const { output } = contextOf(command);
      const { otlpOf, readLog } = await import("../otlp.ts");
      const metrics = otlpOf(readLog(readFileSync(log ?? 0, "utf8")), new Date());
      output.raw(JSON.stringify(metrics));
    });
};
