import { Storage } from "@google-cloud/storage";
import { messageOf } from "../../shared/errors.ts";

/** Reads one of Google's APIs. Throws CloudRefusal, which says what to do. */
export type AskGoogle = (url: string) => Promise<unknown>;

/** A request that Google refused or did not answer. */
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

/** Reads with the credentials of the user who is signed in on this machine. */
export const askGoogle = (projectId: string): AskGoogle => {
  const { authClient } = new Storage({ projectId });
  return async (url) => {
    const headers = await authClient.getRequestHeaders(url).catch((error: unknown) => {
      throw new CloudRefusal(
        undefined,
        `there are no Google credentials on this machine: ${messageOf(error)}`,
        signIn,
      );
    });
    return fetchAnswer(url, headers, projectId);
  };
};

export const fetchAnswer = async (url: string, headers: Headers, projectId: string): Promise<unknown> => {
  headers.set("x-goog-user-project", projectId);
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (error: unknown) => {
      throw new CloudRefusal(
        undefined,
        `${new URL(url).host} does not answer: ${messageOf(error)}`,
        "check the network",
      );
    },
  );
  if (answer.ok) return answer.json();
  throw makeRefusal(answer.status, await answer.text(), projectId);
};

const makeRefusal = (status: number, text: string, project: string): CloudRefusal => {
  const says = /"message": *"([^"]*)"/.exec(text)?.[1] ?? `status ${status}`;
  const [, api] =
    /([a-z]+\.googleapis\.com)(?:\/overview| has not been used| is not enabled)/.exec(text) ?? [];
  if (status === 401) return new CloudRefusal(status, `the sign-in has expired: ${says}`, signIn);
  if (status === 403 && /SERVICE_DISABLED|accessNotConfigured|has not been used/.test(text))
    return new CloudRefusal(
      status,
      says,
      `run \`gcloud services enable ${api ?? "THE_API"} --project ${project}\`, or \`terraform apply\`, which does it`,
    );
  if (status === 403)
    return new CloudRefusal(
      status,
      `not allowed: ${says}`,
      `ask for roles/viewer on ${project}, or sign in with another account`,
    );
  return new CloudRefusal(status, says, status === 404 ? "run `terraform apply`" : "try again later");
};
