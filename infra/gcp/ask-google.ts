import { Storage } from "@google-cloud/storage";
import { messageOf } from "../../shared/errors.ts";

/** One look at one of Google's interfaces. Answers what it says; throws CloudRefusal with what to do. */
export type AskGoogle = (url: string) => Promise<unknown>;

/** A look that Google did not allow or could not answer. */
export class CloudRefusal extends Error {
  override readonly name = "CloudRefusal";
  readonly status: number | undefined;
  readonly todo: string;
  constructor(status: number | undefined, says: string, todo: string) {
    super(says);
    this.status = status;
    this.todo = todo;
  }
}

const timeoutMs = 20_000;
const signIn = "run `gcloud auth application-default login`";

/** Asks in the name of whoever is signed in on this machine, and only reads. */
export const askGoogle = (projectId: string): AskGoogle => {
  const { authClient } = new Storage({ projectId });
  return async (url) => {
    const headers = await authClient.getRequestHeaders(url).catch((error: unknown) => {
      throw new CloudRefusal(undefined, `nobody is signed in: ${messageOf(error)}`, signIn);
    });
    return answerOf(url, headers, projectId);
  };
};

export const answerOf = async (url: string, headers: Headers, projectId: string): Promise<unknown> => {
  headers.set("x-goog-user-project", projectId);
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (error: unknown) => {
      throw new CloudRefusal(
        undefined,
        `${new URL(url).host} gives no answer: ${messageOf(error)}`,
        "look at the network",
      );
    },
  );
  if (answer.ok) return answer.json();
  throw refusalOf(answer.status, await answer.text(), projectId);
};

const refusalOf = (status: number, text: string, project: string): CloudRefusal => {
  const says = /"message": *"([^"]*)"/.exec(text)?.[1] ?? `status ${status}`;
  const [, api] =
    /([a-z]+\.googleapis\.com)(?:\/overview| has not been used| is not enabled)/.exec(text) ?? [];
  if (status === 401) return new CloudRefusal(status, `the sign-in has expired: ${says}`, signIn);
  if (status === 403 && /SERVICE_DISABLED|accessNotConfigured|has not been used/.test(text))
    return new CloudRefusal(
      status,
      says,
      `run \`gcloud services enable ${api ?? "THE_API"} --project ${project}\`, or \`terraform apply\`, which does`,
    );
  if (status === 403)
    return new CloudRefusal(
      status,
      `not allowed: ${says}`,
      `ask for roles/viewer on ${project}, or sign in as somebody else`,
    );
  return new CloudRefusal(status, says, status === 404 ? "run `terraform apply`" : "try again later");
};
