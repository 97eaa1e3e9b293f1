import { freePort, type ServerProcess, startServer } from "./server-process.ts";

const signatures = {
  ingest: "cloudevent",
  retract: "cloudevent",
  clean: "cloudevent",
  aggregate: "cloudevent",
  analyze: "cloudevent",
  train: "cloudevent",
  publish: "cloudevent",
  predict: "http",
  dashboard: "http",
  sweep: "http",
} as const;
export type FunctionName = keyof typeof signatures;
export const functionNames = Object.keys(signatures) as FunctionName[];

/** One deployed function: a functions-framework process of its own, which keeps its address when it is restarted. */
export interface FunctionProcess {
  readonly url: string;
  /** As the platform does now and then: the process ends at once, whatever it is doing, and another takes its place. */
  replace(): Promise<void>;
  stop(): Promise<void>;
}

export const startFunction = async (
  name: FunctionName,
  env: Readonly<Record<string, string>>,
): Promise<FunctionProcess> => {
  const port = await freePort();
  let running: ServerProcess | undefined = await start(name, port, env);
  const stop = async () => {
    await running?.stop("kill");
    running = undefined;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    async replace() {
      await stop();
      running = await start(name, port, env);
    },
    stop,
  };
};

const start = (
  name: FunctionName,
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> =>
  startServer({
    title: `function ${name}`,
    command: process.execPath,
    args: [
      "node_modules/@google-cloud/functions-framework/build/src/main.js",
      ...["--source=functions", `--target=${name}`, `--signature-type=${signatures[name]}`, `--port=${port}`],
    ],
    port,
    env: { ...env, HOST: "127.0.0.1", FUNCTION_TARGET: name },
  });
