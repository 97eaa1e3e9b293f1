import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SpendAnswer } from "../../functions/7-predict/api.ts";
import { predict } from "../../functions/7-predict/predict.ts";
import { allFamilies } from "../../functions/families.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { wrongAnswers } from "../functions/7-predict/what-if/questions.ts";
import { customersOf, makeTrainedHome } from "./load/trained-home.ts";

/**
 * Asks pairs of random what-if questions of boosted trees, whose steps go up and down; with `--all-families`, of the model that
 * a whole training promotes; with `--home`, of the models that are in force in a home.
 */
const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "5000" },
    home: { type: "string" },
    "all-families": { type: "boolean", default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), "daybook-what-if-"));
try {
  if (values.home === undefined) await makeTrainedHome(folder, { allFamilies: values["all-families"] });
  const env = readEnv({ DAYBOOK_HOME: values.home ?? join(folder, "home") });
  const { platform, close } = await openHome(env, silentLog);
  const customers = await customersOf(platform);
  const handle = predict(platform, allFamilies());
  const ask = async (customer: string, today: object): Promise<SpendAnswer> => {
    const body = JSON.stringify({ customer, today });
    const reply = await handle({
      method: "POST",
      path: "/v1/predict/spend",
      contentType: "application/json",
      bytes: Buffer.byteLength(body),
      body,
    });
    return SpendAnswer.parse(reply.body);
  };
  const { model } = await ask("new", { amount: 0, items: 0 });
  const started = performance.now();
  const { wrong, raised } = await wrongAnswers(ask, [...customers, "new"], Number(values.pairs), 1);
  const questions = 2 * Number(values.pairs);
  const each = (performance.now() - started) / questions;
  console.log(wrong.slice(0, 20).join("\n"));
  console.log(
    `${model.family}: ${questions} questions, ${raised} of them raise the month, ${wrong.length} wrong answers, ${each.toFixed(1)} ms each`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
  await close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
