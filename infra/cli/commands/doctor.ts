import type { Command } from "commander";
import { topicOf } from "../../../shared/events.ts";
import type { HealthCheck } from "../../../shared/health-check.ts";
import type { Stage } from "../../../shared/stage.ts";
import { systemClock } from "../../clock.ts";
import type { Env, GcpEnv } from "../../entry/environment.ts";
import { contextOf, examples } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { table } from "../terminal/table.ts";
import { hasHome } from "../with-home.ts";
import { withStores } from "../with-installation.ts";

export const addDoctor = (program: Command, exit: (code: number) => void): void => {
  program
    .command("doctor")
    .description(
      "check that everything is there and works, on this machine or on Google Cloud, and say what to do",
    )
    .addHelpText("after", examples("doctor", "doctor --project daybook-shop --region europe-west2"))
    .action(async (_: unknown, command: Command) => {
      const { env, output } = contextOf(command);
      const checks = env.PLATFORM === "gcp" ? await checkDeployment(env) : await checkMachine(env);
      output.answer(checks, () => inWords(checks));
      exit(checks.some(({ state }) => state === "broken") ? 1 : 0);
    });
};

const checkMachine = async (env: Env): Promise<readonly HealthCheck[]> => {
  const { examineMachine } = await import("../../local/doctor/machine.ts");
  const checks = await examineMachine(env.DAYBOOK_HOME);
  return hasHome(env) ? [...checks, ...(await checkWork(env))] : checks;
};

const checkDeployment = async (env: GcpEnv): Promise<readonly HealthCheck[]> => {
  const { askGoogle } = await import("../../gcp/ask-google.ts");
  const { tableSchemas } = await import("../../deploy/table-schemas.ts");
  const { examineCloud } = await import("../../gcp/doctor/deployment.ts");
  const { graph } = await import("../../../functions/graph.ts");
  const { stages } = await import("../../../functions/pipeline.ts");
  const project = env.GOOGLE_CLOUD_PROJECT;
  const names = {
    project,
    region: env.DAYBOOK_LOCATION,
    bucketPrefix: env.DAYBOOK_LANDING_BUCKET.replace(/-landing$/, ""),
    datasetPrefix: env.DAYBOOK_DATASET_PREFIX,
    tables: Object.keys(await tableSchemas()),
    topics: Object.keys(graph)
      .filter((stage) => graph[stage]?.hasTopic)
      .map(topicOf),
    told: Object.values<Stage>(stages).flatMap(({ tells = [] }) => tells.map(topicOf)),
  };
  const checks = await examineCloud(askGoogle(project), names, systemClock);
  const hasState = checks.some(({ check, state }) => check === "bucket state" && state === "fine");
  return hasState ? [...checks, ...(await checkWork(env))] : checks;
};

const checkWork = async (env: Env): Promise<readonly HealthCheck[]> => {
  const { examineWork } = await import("../../../functions/operations/doctor/pending-work.ts");
  const { graph } = await import("../../../functions/graph.ts");
  const { queuesIn } = await import("../../../shared/stage-graph.ts");
  return withStores(env, (stores) => examineWork(stores, queuesIn(graph)));
};

const signs: Readonly<Record<HealthCheck["state"], string>> = { fine: "ok", look: "look", broken: "BROKEN" };

const inWords = (checks: readonly HealthCheck[]): string => {
  const rows = checks.map(({ check, state, says }) => [signs[state], check, says]);
  const todo = checks.flatMap(({ check, todo }) => (todo === undefined ? [] : [`- ${check}: ${todo}`]));
  return paragraphs(
    table(["", "check", "result"], rows),
    todo.length === 0 ? "Nothing to do." : `To do:\n${todo.join("\n")}`,
  );
};
