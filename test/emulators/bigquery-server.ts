import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { binaryPath, requireBinary } from "./go-binary.ts";
import { say } from "./say.ts";
import { freePort, type ServerProcess, startServer } from "./server-process.ts";

const run = promisify(execFile);

const NAME = "bigquery-emulator";
const VERSION = "v0.6.6";
const MODULE = "github.com/goccy/bigquery-emulator";

/**
 * Builds the emulator, whose SQL engine is GoogleSQL's own analyzer in C++: a quarter of an hour, once.
 * g++ does not compile it, clang does. It is built inside a module that requires it, because `go install` of
 * a version looks for a deprecation notice in a newer version, which may not be served.
 */
export const installBigQuery = async (): Promise<void> => {
  const path = binaryPath(NAME, VERSION);
  if (existsSync(path)) return;
  say(`building ${NAME} ${VERSION}, which takes a quarter of an hour …`);
  const folder = await mkdtemp(join(tmpdir(), "daybook-bigquery-"));
  try {
    await writeFile(join(folder, "go.mod"), `module emulator\n\ngo 1.21.5\n\nrequire ${MODULE} ${VERSION}\n`);
    const env = { ...process.env, CGO_ENABLED: "1", CC: "clang", CXX: "clang++", GOFLAGS: "-mod=mod" };
    const built = `${path}.partial-${process.pid}`;
    await mkdir(dirname(path), { recursive: true });
    await run("go", ["build", "-C", folder, "-p", "1", "-o", built, `${MODULE}/cmd/${NAME}`], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    await rename(built, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export interface BigQueryServer extends ServerProcess {
  readonly apiEndpoint: string;
}

/** Keeps everything in memory. Loads read from the given storage server. */
export const startBigQuery = async (project: string, storageEndpoint: string): Promise<BigQueryServer> => {
  const [port, grpcPort] = [await freePort(), await freePort()];
  const server = await startServer({
    title: `${NAME} ${VERSION}`,
    command: requireBinary(NAME, VERSION),
    args: [
      ...["--project", project, "--host", "127.0.0.1"],
      ...["--port", String(port), "--grpc-port", String(grpcPort)],
    ],
    port,
    env: { STORAGE_EMULATOR_HOST: storageEndpoint },
  });
  return { ...server, apiEndpoint: `http://127.0.0.1:${port}` };
};
