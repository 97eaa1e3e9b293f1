import type { Command } from "commander";
import type { PushedFile } from "../../../functions/operations/push/push-files.ts";
import { countBy } from "../../../shared/count-by.ts";
import { counted, megabytes, tallied } from "../../../shared/words.ts";
import { examples, homeAndDeployment } from "../context.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { table } from "../terminal/table.ts";
import { assertHome, laptopLog } from "../with-home.ts";

export const addPush = (program: Command, exit: (code: number) => void): void => {
  program
    .command("push")
    .description(
      "copy a home's files into a deployment's landing bucket, where its tables are made from them",
    )
    .option("--replace", "let files of this home take the place of others with their names")
    .addHelpText(
      "after",
      `${examples("push --project daybook-shop", "--home ./till push --project daybook-shop")}

Each file's checksum is compared after it has arrived. Files that are there already are left alone, so that a push which
was stopped goes on where it was. Contracts of your own belong into the deployment: see its DAYBOOK_CONTRACTS.`,
    )
    .action(async ({ replace = false }: { replace?: boolean }, command: Command) => {
      const { home, deployment, output } = homeAndDeployment(command);
      assertHome(home);
      const { graph } = await import("../../../functions/graph.ts");
      const { pushFiles } = await import("../../../functions/operations/push/push-files.ts");
      const { connectGcp } = await import("../../gcp/platform.ts");
      const { connectLocal } = await import("../../local/platform.ts");
      const source = connectLocal({ graph, env: home, log: laptopLog(home) });
      const target = connectGcp({ graph, env: deployment, log: laptopLog(deployment) });
      const progress = output.progress("pushing", (await source.landing.list("")).length, "files");
      try {
        const pushed = await pushFiles(source.landing, target.landing, { replace, onDone: progress.update });
        progress.end();
        output.answer({ bucket: target.landingName, files: pushed }, () =>
          inWords(target.landingName, pushed),
        );
        exit(pushed.some(({ outcome }) => outcome === "failed" || outcome === "differs") ? 1 : 0);
      } finally {
        await source.close();
        await target.bus.close();
      }
    });
};

const inWords = (bucket: string, pushed: readonly PushedFile[]): string => {
  if (pushed.length === 0) return "The home has no files.";
  const left = pushed.filter(({ reason }) => reason !== undefined);
  const bytes = pushed
    .filter(({ outcome }) => outcome === "copied" || outcome === "replaced")
    .reduce((sum, file) => sum + file.bytes, 0);
  return paragraphs(
    `${counted(pushed.length, "file")} for gs://${bucket}: ${tallied(countBy(pushed, ({ outcome }) => outcome))}; ${megabytes(bytes)} sent and verified.`,
    left.length > 0 &&
      table(
        ["file", "", "why"],
        left.map(({ name, outcome, reason = "" }) => [name, outcome, reason]),
      ),
    left.some(({ outcome }) => outcome === "differs") &&
      "Files that differ were left alone; --replace lets those of this home take their place.",
    "`daybook --project … status` tells when they are in the tables.",
  );
};
