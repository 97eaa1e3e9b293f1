import type { Command } from "commander";
import { counted } from "../../../shared/words.ts";
import type { Migration } from "../../../shared/work/migrations.ts";
import { contextOf, examples } from "../context.ts";
import { withPlatform } from "../with-installation.ts";

export const addMigrate = (program: Command, exit: (code: number) => void): void => {
  program
    .command("migrate")
    .description("migrate data of an older version; a home does this at each start")
    .option("--dry-run", "show what would be applied, and change nothing")
    .addHelpText("after", examples("migrate --dry-run", "--project daybook-shop migrate"))
    .action(async ({ dryRun = false }: { dryRun?: boolean }, command: Command) => {
      const { env, output } = contextOf(command);
      const { migrations } = await import("../../../functions/migrations.ts");
      const { migrate, pendingMigrations } = await import("../../../shared/work/migrations.ts");
      const applied = await withPlatform(env, (platform) =>
        (dryRun ? pendingMigrations : migrate)(platform, migrations),
      );
      if (applied === "busy") {
        output.note("another process is applying them: look again in a minute");
        return exit(1);
      }
      output.answer(applied.map(fullName), () => inWords(applied, dryRun));
    });
};

const fullName = ({ version, name }: Migration): string => `${version}-${name}`;

const inWords = (migrations: readonly Migration[], dryRun: boolean): string =>
  migrations.length === 0
    ? "Nothing to change."
    : `${counted(migrations.length, "migration")} ${dryRun ? "would be" : "were"} applied: ${migrations.map(fullName).join(", ")}`;
