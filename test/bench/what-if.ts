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
import { makeTrainedHome } from "./load/trained-home.ts";

/** Asks pairs of random what-if questions of boosted trees, whose steps go up and down. */
const { values } = parseArgs({ options: { pairs: { type: "string", default: "5000" } } });
const folder = mkdtempSync(join(tmpdir(), "daybook-what-if-"));
try {
  const customers = await makeTrainedHome(folder);
  const { platform, close } = await openHome(readEnv({ DAYBOOK_HOME: join(folder, "home") }), silentLog);
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
  const started = performance.now();
  const { wrong, raised } = await wrongAnswers(ask, [...customers, "new"], Number(values.pairs), 1);
  const questions = 2 * Number(values.pairs);
  const each = (performance.now() - started) / questions;
  console.log(wrong.slice(0, 20).join("\n"));
  console.log(
    `${questions} questions, ${raised} of them raise the month, ${wrong.length} wrong answers, ${each.toFixed(1)} ms each`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
  await close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
