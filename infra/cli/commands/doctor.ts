import { join } from "node:path";
import type { Command } from "commander";
import type { HealthCheck } from "../../../shared/health-check.ts";
import { contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { table } from "../terminal/table.ts";
import { hasHome } from "../with-home.ts";

interface DoctorOptions {
  readonly project?: string;
  readonly region: string;
  readonly bucketPrefix?: string;
  readonly datasetPrefix: string;
}

export const addDoctor = (program: Command, exit: (code: number) => void): void => {
  program
    .command("doctor")
    .description("look whether everything is there and at work, here or on Google Cloud, and say what to do")
    .option("--project <id>", "look at a deployment in this Google Cloud project instead of this machine")
    .option("--region <region>", "where it was deployed", "europe-west2")
    .option("--bucket-prefix <text>", "as given to terraform (default: PROJECT-daybook)")
    .option("--dataset-prefix <text>", "as given to terraform", "")
    .addHelpText("after", examples("doctor", "doctor --project daybook-shop --region europe-west2"))
    .action(async (options: DoctorOptions, command: Command) => {
      const { env, output } = contextOf(command);
      const findings =
        options.project === undefined
          ? await here(env.DAYBOOK_HOME, hasHome(env))
          : await there(options.project, options);
      output.answer(findings, () => inWords(findings));
      exit(findings.some(({ state }) => state === "broken") ? 1 : 0);
    });
};

const here = async (home: string, isThere: boolean): Promise<readonly HealthCheck[]> => {
  const { examineMachine } = await import("../../local/doctor/machine.ts");
  const findings = await examineMachine(home);
  if (!isThere) return findings;
  const { examineWork } = await import("../../../functions/operations/doctor/work.ts");
  const { openBuckets } = await import("../../local/object-store.ts");
  const { systemClock } = await import("../../clock.ts");
  const buckets = openBuckets(join(home, "buckets"));
  try {
    return [...findings, ...(await examineWork(buckets.bucket("state"), systemClock))];
  } finally {
    buckets.close();
  }
};

const there = async (project: string, options: DoctorOptions): Promise<readonly HealthCheck[]> => {
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))
    throw new WrongUsage(
      `--project ${project}: a project's id is 6 to 30 lower-case letters, digits and dashes`,
    );
  const { askGoogle } = await import("../../gcp/ask-google.ts");
  const { tableSchemas } = await import("../../deploy/table-schemas.ts");
  const { examineCloud } = await import("../../gcp/doctor/deployment.ts");
  const { gcpObjectStore } = await import("../../gcp/object-store.ts");
  const { systemClock } = await import("../../clock.ts");
  const { examineWork } = await import("../../../functions/operations/doctor/work.ts");
  const { topicOf } = await import("../../../shared/events.ts");
  const { region, datasetPrefix, bucketPrefix = `${project}-daybook` } = options;
  const names = {
    project,
    region,
    bucketPrefix,
    datasetPrefix,
    tables: Object.keys(await tableSchemas()),
    topics: (["clean", "aggregate", "train", "publish"] as const).map((stage) => topicOf(stage)),
  };
  const findings = await examineCloud(askGoogle(project), names, systemClock);
  const hasState = findings.some(({ check, state }) => check === "bucket state" && state === "fine");
  if (!hasState) return findings;
  const state = gcpObjectStore(`${bucketPrefix}-state`, { projectId: project });
  return [...findings, ...(await examineWork(state, systemClock))];
};

const signs: Readonly<Record<HealthCheck["state"], string>> = { fine: "ok", look: "look", broken: "BROKEN" };

const inWords = (findings: readonly HealthCheck[]): string => {
  const rows = findings.map(({ check, state, says }) => [signs[state], check, says]);
  const todo = findings.flatMap(({ check, todo }) => (todo === undefined ? [] : [`- ${check}: ${todo}`]));
  return [
    table([{ head: "" }, { head: "what" }, { head: "finding" }], rows),
    todo.length === 0 ? "Nothing needs to be done." : `To do:\n${todo.join("\n")}`,
  ].join("\n\n");
};
