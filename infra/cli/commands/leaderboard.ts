import type { Command } from "commander";
import type { Card } from "../../../shared/registry/card.ts";
import { contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { assertHome, withHome } from "../with-home.ts";

export const addLeaderboard = (program: Command): void => {
  program
    .command("leaderboard")
    .argument("[task]", "one task instead of all")
    .description("how each family and plain rule did on past dates, in the newest training")
    .addHelpText("after", examples("leaderboard", "leaderboard spend_30d --json"))
    .action(async (task: string | undefined, _: unknown, command: Command) => {
      const { env, output } = contextOf(command);
      assertHome(env);
      const { taskNames } = await import("../../../shared/tasks/load-tasks.ts");
      const { registryIn } = await import("../../../shared/registry/registry.ts");
      const { leaderboardText } = await import("../text/leaderboard.ts");
      const cards = await withHome(env, {}, async ({ platform }) => {
        const registry = registryIn(platform.models);
        const trained = await registry.tasks();
        const known = [...new Set([...taskNames(), ...trained])].sort();
        if (task !== undefined && !known.includes(task))
          throw new WrongUsage(`there is no task "${task}"; there are: ${known.join(", ")}`);
        const found: Card[] = [];
        for (const name of task === undefined ? trained : [task]) {
          const newest = (await registry.versions(name)).at(-1);
          if (newest !== undefined) found.push(await registry.card(name, newest));
        }
        return found;
      });
      output.answer(cards.map(leaderboardOf), () =>
        cards.length === 0
          ? "Nothing was trained yet; `daybook train` does it."
          : cards.map(leaderboardText).join("\n\n\n"),
      );
    });
};

/** What a card says of the race, without what only a predictor needs. */
export const leaderboardOf = ({
  task,
  version,
  family,
  created,
  folds,
  leaderboard,
  choice,
  verdict,
  training,
  intervals,
  importances,
  warnings,
  backend,
  seed,
  seconds,
  bytes,
}: Card) => ({
  task,
  version,
  family,
  created,
  holdout: folds.find(({ role }) => role === "holdout")?.test ?? null,
  folds,
  leaderboard,
  choice,
  verdict,
  training,
  coverage: intervals?.coverage ?? null,
  importances,
  warnings,
  backend,
  seed,
  seconds,
  bytes,
});
