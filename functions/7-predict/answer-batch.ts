import { setImmediate } from "node:timers/promises";
import { messageOf } from "../../shared/errors.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { answerSpend } from "./answer-spend.ts";
import type { BatchAnswer, BatchRequest, SpendRequest } from "./api.ts";
import type { ServingState } from "./serving-state.ts";

const atOnce = 50;

/** Answers all questions from one serving state, in their order. */
export const answerBatch = async (state: ServingState, { questions }: BatchRequest): Promise<BatchAnswer> => {
  const answers: BatchAnswer["answers"] = [];
  for (let start = 0; start < questions.length; start += atOnce) {
    const some = questions.slice(start, start + atOnce);
    answers.push(...(await Promise.all(some.map((question) => answerOne(state, question)))));
    // Other requests get their turn between two chunks.
    await setImmediate();
  }
  return { answers };
};

const answerOne = async (
  state: ServingState,
  question: SpendRequest,
): Promise<BatchAnswer["answers"][number]> => {
  try {
    return await answerSpend(state, question);
  } catch (error) {
    if (!(error instanceof Problem) || error.document.status === 503) throw error;
    return { customer: question.customer, problem: messageOf(error) };
  }
};
