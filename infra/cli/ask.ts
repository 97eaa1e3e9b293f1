import { join } from "node:path";
import { predict } from "../../functions/7-predict/predict.ts";
import { allFamilies } from "../../functions/families.ts";
import { ProblemDocument } from "../../shared/routes/problem.ts";
import { systemClock } from "../clock.ts";
import type { Env } from "../entry/environment.ts";
import { openBuckets } from "../local/object-store.ts";
import { WrongUsage } from "./entry-point.ts";
import { laptopLog } from "./with-home.ts";

/** Asks what is published, as over HTTP. Needs no warehouse: it works while another process has it open. */
export const ask = async (env: Env, path: string, question?: unknown): Promise<unknown> => {
  const buckets = openBuckets(join(env.DAYBOOK_HOME, "buckets"));
  try {
    const handle = predict(
      {
        serving: buckets.bucket("serving"),
        models: buckets.bucket("models"),
        clock: systemClock,
        log: laptopLog(env),
      },
      allFamilies(),
    );
    const body = question === undefined ? "" : JSON.stringify(question);
    const reply = await handle({
      method: body === "" ? "GET" : "POST",
      path,
      bytes: Buffer.byteLength(body),
      contentType: "application/json",
      ...(body !== "" && { body }),
    });
    if (reply.status === 200) return reply.body;
    const { status, detail } = ProblemDocument.parse(reply.body);
    throw status === 400 ? new WrongUsage(detail) : new Error(detail);
  } finally {
    buckets.close();
  }
};
