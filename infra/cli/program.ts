import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { addAccuracy } from "./commands/accuracy.ts";
import { addBackfill } from "./commands/backfill.ts";
import { addCost } from "./commands/cost.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addDrop } from "./commands/drop.ts";
import { addErase } from "./commands/erase.ts";
import { addExport } from "./commands/export.ts";
import { addFeeds } from "./commands/feeds.ts";
import { addFit } from "./commands/fit.ts";
import { addForecast } from "./commands/forecast.ts";
import { addGenerate } from "./commands/generate.ts";
import { addLeaderboard } from "./commands/leaderboard.ts";
import { addMigrate } from "./commands/migrate.ts";
import { addModels } from "./commands/models.ts";
import { addPlan } from "./commands/plan.ts";
import { addPredict } from "./commands/predict.ts";
import { addQuarantine } from "./commands/quarantine.ts";
import { addReplay } from "./commands/replay.ts";
import { addRun } from "./commands/run.ts";
import { addSql } from "./commands/sql.ts";
import { addStart } from "./commands/start.ts";
import { addStatus } from "./commands/status.ts";
import { addTrain } from "./commands/train.ts";
import { examples } from "./context.ts";

/** The `daybook` command. Answers its exit code: 0 fine, 1 failed, 2 wrong usage. */
export const daybook = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const exit = (code: number) => {
    exitCode = code;
  };
  const program = new Command("daybook")
    .description("Daily files in, clean tables out: a company's data in one folder.")
    .version(manifest.version)
    .option("--home <dir>", "the folder of the data (default: DAYBOOK_HOME, or .daybook)")
    .option("--json", "the answer as JSON on stdout; everything for people goes to stderr")
    .option("--verbose", "log each step as a JSON line on stderr (DAYBOOK_LOG=debug logs more)")
    .option("--contracts <dir>", "contracts to use instead of the built-in ones")
    .addHelpText("after", examples("generate --out ./company", "run ./company", "status"))
    .showHelpAfterError("(add --help for the options and an example)")
    .exitOverride();
  addStart(program, exit);
  addRun(program, exit);
  addDrop(program, exit);
  addStatus(program);
  addPlan(program);
  addQuarantine(program, exit);
  addReplay(program, exit);
  addBackfill(program, exit);
  addErase(program);
  addPredict(program);
  addForecast(program);
  addAccuracy(program);
  addSql(program);
  addExport(program);
  addFeeds(program);
  addTrain(program, exit);
  addLeaderboard(program);
  addModels(program);
  addFit(program);
  addGenerate(program);
  addCost(program);
  addDoctor(program, exit);
  addMigrate(program, exit);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
};
