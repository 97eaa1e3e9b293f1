import type { Command } from "commander";
import type { Training } from "../../../functions/5-train/train.ts";
import { allTaskNames } from "../../../shared/tasks/task-names.ts";
import { assertTask } from "../assert-task.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { withInstallation } from "../with-installation.ts";

interface TrainOptions {
  readonly anew?: boolean;
  readonly recurrent?: boolean;
}

export const addTrain = (program: Command, exit: (code: number) => void): void => {
  program
    .command("train")
    .argument("[task]", "only this task")
    .description("train the models on this machine, and promote those that are better")
    .option("--anew", "train even if nothing changed since the last training")
    .option(
      "--recurrent",
      "also try recurrent networks, which read the last 30 days one by one; takes several times as long",
    )
    .addHelpText(
      "after",
      `${examples("train", "train spend_30d --anew", "train spend_30d --recurrent")}

Every model family is tested on the same past dates, beside baselines; \`leaderboard\` shows the scores. A new model is
promoted only if it beats the baseline and the present model.`,
    )
    .action(async (task: string | undefined, options: TrainOptions, command: Command) => {
      exit(await train(contextOf(command), task, options));
    });
};

const train = async (
  context: Context,
  task: string | undefined,
  { anew = false, recurrent = false }: TrainOptions,
): Promise<number> => {
  const { output } = context;
  assertTask(task, allTaskNames(context.env.DAYBOOK_TASKS));
  const { trainNow } = await import("../../../functions/operations/train.ts");
  const trainings = await withInstallation(context, (installation) =>
    trainNow(installation, {
      anew,
      recurrent,
      ...(task === undefined ? {} : { tasks: [task] }),
      onNote: (text) => output.note(text),
      onStep: ({ task: name, on, family, done, total, seconds }) =>
        output.note(`${name} ${done}/${total}  ${on}  ${family}  ${seconds.toFixed(1)} s`),
    }),
  );
  if (trainings === undefined)
    throw new Error("another training is running; wait for it, or try again later");
  output.answer(trainings, () => trainings.map(inWords).join("\n"));
  return trainings.some(({ outcome }) => outcome === "refused") ? 1 : 0;
};

const inWords = (training: Training): string => {
  if (training.outcome === "unchanged")
    return `${training.task}: nothing changed since the last training; --anew trains anyway`;
  const { task, outcome, version, because } = training;
  if (outcome === "promoted") return `${task}: ${version} answers from now on. ${because}`;
  if (outcome === "kept") return `${task}: the present model stays. ${because}`;
  return `${task}: not trained; the present model stays. ${because}`;
};
