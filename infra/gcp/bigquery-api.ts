import { BigQuery, type BigQueryOptions } from "@google-cloud/bigquery";
import type { z } from "zod";
import type { Clock } from "../../shared/ports.ts";
import { ApiFault, requestFault } from "./bigquery-faults.ts";

export interface BigQueryApiOptions {
  readonly projectId: string;
  /** The location of the datasets and the staging bucket, and therefore of every job. */
  readonly location: string;
  /** Another server than Google's. Over plain HTTP it gets no credentials. */
  readonly apiEndpoint?: string;
  readonly clock: Clock;
  readonly random?: () => number;
  /** A request without an answer after this time fails. */
  readonly requestTimeoutMs?: number;
}

export interface ApiCall<Answer> {
  readonly method: "GET" | "POST";
  /** The path below the project; starts with a slash. */
  readonly path: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly answer: z.ZodType<Answer>;
}

/** BigQuery's REST interface, without the library's job handling: that throws if a successful job lists `status.errors`. */
export type BigQueryApi = ReturnType<typeof bigQueryApi>;

const maxAttempts = 4;
const firstPauseMs = 1_000;

export const bigQueryApi = (options: BigQueryApiOptions) => {
  const client = connect(options);
  const { requestTimeoutMs = 60_000, random = Math.random } = options;
  /** One request. Throws ApiFault. */
  const call = async <Answer>({ method, path, search, body, answer }: ApiCall<Answer>): Promise<Answer> => {
    const request = {
      method,
      uri: path,
      ...(search === undefined ? {} : { qs: search }),
      json: body ?? true,
    };
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const fail = (error: unknown) => reject(new ApiFault(`${method} ${path}`, requestFault(error), error));
    // The library has a timeout setting, which has no effect.
    const timer = setTimeout(
      () => fail(new Error(`no answer within ${requestTimeoutMs} ms`)),
      requestTimeoutMs,
    );
    client.request(request, (error, content) => (error ? fail(error) : resolve(content)));
    return answer.parse(await promise.finally(() => clearTimeout(timer)));
  };
  /** Waits a random time that grows with the attempts. Returns false if no attempt is left. */
  const pause = async (attempts: number): Promise<boolean> => {
    if (attempts >= maxAttempts) return false;
    await options.clock.sleep(random() * firstPauseMs * 2 ** attempts);
    return true;
  };
  /** Retries transient faults and missing answers: only for requests that are safe to repeat. */
  const callWithRetries = async <Answer>(request: ApiCall<Answer>): Promise<Answer> => {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await call(request);
      } catch (error) {
        const isWorthwhile = error instanceof ApiFault && ["open", "transient"].includes(error.fault.kind);
        if (!isWorthwhile || !(await pause(attempts))) throw error;
      }
    }
  };
  return { call, pause, callWithRetries };
};

const connect = ({ projectId, location, apiEndpoint }: BigQueryApiOptions): BigQuery =>
  new BigQuery({
    projectId,
    location,
    retryOptions: { autoRetry: false },
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
    // Never send a token over plain HTTP: such an endpoint is an emulator, which needs none.
    ...(apiEndpoint?.startsWith("http://") ? { authClient: withoutToken } : {}),
  });

const withoutToken = {
  getRequestHeaders: async () => new Headers(),
} as unknown as NonNullable<BigQueryOptions["authClient"]>;
