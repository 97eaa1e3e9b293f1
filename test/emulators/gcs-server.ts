import { installGoProgram, requireBinary } from "./go-binary.ts";
import { freePort, type ServerProcess, startServer } from "./server-process.ts";

const NAME = "fake-gcs-server";
const VERSION = "v1.56.1";

export const installGcs = (): Promise<void> =>
  installGoProgram(NAME, "github.com/fsouza/fake-gcs-server", VERSION);

export interface GcsServer extends ServerProcess {
  readonly apiEndpoint: string;
}

export interface GcsOptions {
  /** Keeps objects across a restart, but no versions. Without it all is in memory. */
  readonly folder?: string;
  readonly port?: number;
  /** Further flags, such as those of its notifications. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export const startGcs = async ({
  folder,
  port,
  flags = [],
  env = {},
}: GcsOptions = {}): Promise<GcsServer> => {
  const chosen = port ?? (await freePort());
  const host = `127.0.0.1:${chosen}`;
  const backend =
    folder === undefined ? ["-backend", "memory"] : ["-backend", "filesystem", "-filesystem-root", folder];
  const server = await startServer({
    title: `${NAME} ${VERSION} (${backend[1]})`,
    command: requireBinary(NAME, VERSION),
    args: [
      ...["-scheme", "http", "-host", "127.0.0.1", "-port", String(chosen), "-log-level", "error"],
      ...["-public-host", host, "-external-url", `http://${host}`, ...backend, ...flags],
    ],
    port: chosen,
    env,
  });
  return { ...server, apiEndpoint: `http://${host}` };
};
