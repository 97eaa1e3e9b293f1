import { createConnection } from "node:net";
import { expect } from "vitest";
import { SpendAnswer } from "../../../functions/7-predict/api.ts";
import { ProblemDocument } from "../../../shared/routes/problem.ts";
import type { ServedHome } from "../served-home.ts";

export const json = { "content-type": "application/json" };

export const post = (
  { url }: ServedHome,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = json,
): Promise<Response> =>
  fetch(`${url}${path}`, { method: "POST", headers, body: new Uint8Array(Buffer.from(body)) });

export const spend = (served: ServedHome, question: object): Promise<Response> =>
  post(served, "/v1/predict/spend", JSON.stringify(question));

export const answerOf = async (response: Response): Promise<SpendAnswer> =>
  SpendAnswer.parse(await response.json());

export const answerTo = async (served: ServedHome, question: object): Promise<SpendAnswer> =>
  answerOf(await spend(served, question));

/** Nobody outside learns where a program's files lie. */
export const problemOf = async (response: Response): Promise<ProblemDocument> => {
  expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const problem = ProblemDocument.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|\.js:/);
  return problem;
};

/** A request as bytes: fetch sends no such thing. Answers what came back before the connection ended. */
export const sent = ({ url }: ServedHome, request: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = createConnection(Number(new URL(url).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += String(data);
    });
    socket.on("error", () => resolve(answer)).on("close", () => resolve(answer));
    socket.write(request);
  });

/** With a body of which so many bytes are announced and never come. */
export const withBody = (line: string, body: string, missing = 0): string =>
  `${line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length + missing}\r\n\r\n${body}`;

/** A client that goes away in the middle of its question. */
export const halfSent = ({ url }: ServedHome): Promise<void> =>
  new Promise((resolve) => {
    const socket = createConnection(Number(new URL(url).port), "127.0.0.1");
    socket.write(withBody("POST /v1/predict/spend", "{", 98), () => {
      socket.destroy();
      resolve();
    });
  });
