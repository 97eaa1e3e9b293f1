import { RejectedInput } from "../../shared/errors.ts";
import { ProblemDocument } from "../../shared/routes/problem.ts";
import { predict } from "../7-predict/predict.ts";
import type { PredictPlatform } from "../7-predict/serving-state.ts";
import { allFamilies } from "../families.ts";

/** Asks the published snapshot, as over HTTP. Throws RejectedInput when the question is wrong. */
export const ask = async (platform: PredictPlatform, url: string, question?: unknown): Promise<unknown> => {
  const [path = "", query] = url.split("?");
  const answer = predict(platform, allFamilies());
  const body = question === undefined ? "" : JSON.stringify(question);
  const reply = await answer({
    method: body === "" ? "GET" : "POST",
    path,
    ...(query !== undefined && { query }),
    bytes: Buffer.byteLength(body),
    contentType: "application/json",
    ...(body !== "" && { body }),
  });
  if (reply.status === 200) return reply.body;
  const { status, detail } = ProblemDocument.parse(reply.body);
  throw status === 400 ? new RejectedInput(detail) : new Error(detail);
};
