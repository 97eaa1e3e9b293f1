import { NAME, VERSION } from "./bigquery-build.ts";
import { requireBinary } from "./go-binary.ts";
import { freePort, type ServerProcess, startServer } from "./server-process.ts";

export interface BigQueryServer extends ServerProcess {
  readonly apiEndpoint: string;
}

export interface BigQueryOptions {
  readonly port?: number;
  /** Keeps the tables across a restart. Without it all is in memory. */
  readonly database?: string;
}

/** Loads read from the given storage server. */
export const startBigQuery = async (
  project: string,
  storageEndpoint: string,
  { port = 0, database }: BigQueryOptions = {},
): Promise<BigQueryServer> => {
  const chosen = port || (await freePort());
  const server = await startServer({
    title: `${NAME} ${VERSION}`,
    command: requireBinary(NAME, VERSION),
    args: [
      ...["--project", project, "--host", "127.0.0.1"],
      ...["--port", String(chosen), "--grpc-port", String(await freePort())],
      ...(database === undefined ? [] : ["--database", database]),
    ],
    port: chosen,
    env: { STORAGE_EMULATOR_HOST: storageEndpoint },
  });
  return { ...server, apiEndpoint: `http://127.0.0.1:${chosen}` };
};
