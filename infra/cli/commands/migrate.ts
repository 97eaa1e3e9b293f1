import type { Command } from "commander";
import { graph } from "../../../functions/graph.ts";
import { counted } from "../../../shared/words.ts";
import type { Migration, MigrationTools } from "../../../shared/work/migrations.ts";
import type { Env } from "../../entry/environment.ts";
import { contextOf, examples } from "../context.ts";
import { assertHome, laptopLog } from "../with-home.ts";

export const addMigrate = (program: Command, exit: (code: number) => void): void => {
  program
    .command("migrate")
    .description("change data that an older version left; a laptop does this at each start")
    .option("--dry-run", "say what would be applied, and change nothing")
    .addHelpText(
      "after",
      `${examples("migrate --dry-run", "migrate")}

On Google Cloud, in a shell that has the deployment's settings:
  $ eval "$(terraform -chdir=terraform output -raw environment)"`,
    )
    .action(async ({ dryRun = false }: { dryRun?: boolean }, command: Command) => {
      const { env, output } = contextOf(command);
      const { migrations } = await import("../../../functions/migrations.ts");
      const { migrate, pendingMigrations } = await import("../../../shared/work/migrations.ts");
      const { tools, close } = await connect(env);
      try {
        const applied = await (dryRun ? pendingMigrations : migrate)(tools, migrations);
        if (applied === "busy") {
          output.note("somebody else is applying them: look again in a minute");
          return exit(1);
        }
        output.answer(applied.map(nameOf), () => inWords(applied, dryRun));
      } finally {
        await close();
      }
    });
};

const connect = async (env: Env): Promise<{ tools: MigrationTools; close: () => Promise<void> }> => {
  if (env.PLATFORM === "gcp") {
    const { connectGcp } = await import("../../gcp/platform.ts");
    const tools = connectGcp({ graph, env, log: laptopLog(env) });
    return { tools, close: () => tools.bus.close() };
  }
  assertHome(env);
  const { connectLocal } = await import("../../local/platform.ts");
  const tools = connectLocal({ graph, env, log: laptopLog(env) });
  return { tools, close: () => tools.close() };
};

const nameOf = ({ version, name }: Migration): string => `${version}-${name}`;

const inWords = (migrations: readonly Migration[], dryRun: boolean): string =>
  migrations.length === 0
    ? "Nothing to change."
    : `${counted(migrations.length, "migration")} ${dryRun ? "would be" : "were"} applied: ${migrations.map(nameOf).join(", ")}`;
