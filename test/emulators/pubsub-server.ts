import { readdirSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { buildGoProgram, requireBinary } from "./go-binary.ts";
import { freePort, type ServerProcess, startServer } from "./server-process.ts";

export interface PubsubServer extends ServerProcess {
  readonly apiEndpoint: string;
}

/** Takes the place of Google's emulator where its Java program is not on the machine. */
const SUBSTITUTE = "pubsub-substitute";
const SUBSTITUTE_VERSION = "pstest-v2.6.2";

export const installPubsub = (): Promise<void> =>
  buildGoProgram(SUBSTITUTE, join(import.meta.dirname, SUBSTITUTE), SUBSTITUTE_VERSION);

interface Program {
  readonly kind: "emulator" | "substitute";
  readonly title: string;
  readonly command: () => string;
  readonly args: (port: number) => readonly string[];
}

/** Those that can run here, Google's own first. */
export const pubsubPrograms = (): readonly [Program, ...Program[]] => {
  const jar = emulatorJar();
  const substitute: Program = {
    kind: "substitute",
    title: `the substitute for Google's Pub/Sub emulator (${SUBSTITUTE_VERSION})`,
    command: () => requireBinary(SUBSTITUTE, SUBSTITUTE_VERSION),
    args: (port) => [String(port)],
  };
  if (jar === undefined) return [substitute];
  const emulator: Program = {
    kind: "emulator",
    title: `Google's Pub/Sub emulator ${/emulator-(.+?)-all/.exec(jar)?.[1]}`,
    command: () => "java",
    args: (port) => ["-jar", jar, "--host=127.0.0.1", `--port=${port}`],
  };
  return [emulator, substitute];
};

export const startPubsub = async ({
  port,
  program = pubsubPrograms()[0],
}: {
  readonly port?: number;
  readonly program?: Program;
} = {}): Promise<PubsubServer> => {
  const chosen = port ?? (await freePort());
  const { title, command, args } = program;
  const server = await startServer({ title, command: command(), args: args(chosen), port: chosen });
  return { ...server, apiEndpoint: `127.0.0.1:${chosen}` };
};

/** Beside the `gcloud` that is on the path, if it and a `java` are. */
const emulatorJar = (): string | undefined => {
  const gcloud = onPath("gcloud");
  if (gcloud === undefined || onPath("java") === undefined) return undefined;
  const folder = join(gcloud, "../../platform/pubsub-emulator/lib");
  try {
    const jar = readdirSync(folder).find((name) => /^cloud-pubsub-emulator-.*-all\.jar$/.test(name));
    return jar && join(folder, jar);
  } catch {
    return undefined;
  }
};

const onPath = (program: string): string | undefined => {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter))
    try {
      return realpathSync(join(folder, program));
    } catch {
      // Not in this folder.
    }
  return undefined;
};
