import type { Command } from "commander";
import type { Card } from "../../../shared/registry/card.ts";
import { assertTask } from "../assert-task.ts";
import { contextOf, examples } from "../context.ts";
import { withStores } from "../with-installation.ts";

export const addLeaderboard = (program: Command): void => {
  program
    .command("leaderboard")
    .argument("[task]", "only this task")
    .description("show the scores of each model family and baseline in the newest training")
    .addHelpText("after", examples("leaderboard", "leaderboard spend_30d --json"))
    .action(async (task: string | undefined, _: unknown, command: Command) => {
      const { env, output } = contextOf(command);
      const { knownTasks, readNewestCards } = await import("../../../functions/operations/models/models.ts");
      const { leaderboardText } = await import("../text/leaderboard.ts");
      const cards = await withStores(env, async (stores) => {
        assertTask(task, await knownTasks(stores));
        return readNewestCards(stores, task);
      });
      output.answer(cards.map(leaderboardOf), () =>
        cards.length === 0
          ? "Nothing has been trained yet; run `daybook train`."
          : cards.map(leaderboardText).join("\n\n\n"),
      );
    });
};

/** The part of a card that compares families, without what only a predictor needs. */
export const leaderboardOf = ({
  schema,
  horizonDays,
  target,
  features,
  sequences,
  selfTest,
  digests,
  intervals,
  ...compared
}: Card) => ({
  ...compared,
  holdout: compared.folds.find(({ role }) => role === "holdout")?.test ?? null,
  coverage: intervals?.coverage ?? null,
});
