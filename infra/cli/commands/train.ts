import type { Command } from "commander";
import type { Training } from "../../../functions/5-train/train.ts";
import { wake } from "../../../shared/events.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { WrongUsage } from "../entry-point.ts";
import { assertHome, withHome } from "../with-home.ts";

interface TrainOptions {
  readonly anew?: boolean;
  readonly recurrent?: boolean;
}

export const addTrain = (program: Command, exit: (code: number) => void): void => {
  program
    .command("train")
    .argument("[task]", "one task instead of all")
    .description("train the models, and let those answer that earned it")
    .option("--anew", "also when nothing changed since the last training")
    .option(
      "--recurrent",
      "also try networks that read the last 30 days one by one; takes several times as long",
    )
    .addHelpText(
      "after",
      `${examples("train", "train spend_30d --anew", "train spend_30d --recurrent")}

Every family is tried on the same past dates, beside plain rules; \`leaderboard\` shows how they did. A new model
answers only if it beats the plain rule and the model that answers now.`,
    )
    .action(async (task: string | undefined, options: TrainOptions, command: Command) => {
      exit(await train(contextOf(command), task, options));
    });
};

const train = async (
  { env, output }: Context,
  task: string | undefined,
  { anew = false, recurrent = false }: TrainOptions,
): Promise<number> => {
  const { taskNames } = await import("../../../shared/tasks/load-tasks.ts");
  if (task !== undefined && !taskNames().includes(task))
    throw new WrongUsage(`there is no task "${task}"; there are: ${taskNames().join(", ")}`);
  assertHome(env);
  const trainings = await withHome(env, {}, async (home) => {
    const done = await home.stages.train.run(wake("train", "asked for"), {
      asked: true,
      anew,
      recurrent,
      ...(task === undefined ? {} : { tasks: [task] }),
      onNote: (text) => output.note(text),
      onStep: ({ task: name, on, family, done: steps, total, seconds }) =>
        output.note(`${name} ${steps}/${total}  ${on}  ${family}  ${seconds.toFixed(1)} s`),
    });
    await home.settle();
    return done;
  });
  if (trainings === undefined)
    throw new Error("another training is running; wait for it, or try again later");
  output.answer(trainings, () => trainings.map(inWords).join("\n"));
  return trainings.some(({ outcome }) => outcome === "refused") ? 1 : 0;
};

const inWords = (training: Training): string => {
  if (training.outcome === "unchanged")
    return `${training.task}: nothing changed since the last training; --anew trains all the same`;
  const { task, outcome, version, because } = training;
  if (outcome === "promoted") return `${task}: ${version} answers from now on. ${because}`;
  if (outcome === "kept") return `${task}: the model before goes on answering. ${because}`;
  return `${task}: not trained, what answered before goes on. ${because}`;
};
