import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

/** The gRPC methods of the reference implementation, by name. */
export interface ReferenceServer {
  call(method: "Analyze" | "EvaluateQuery" | "GetLanguageOptions", request: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

type Reply = (error: Error | null, answer: unknown) => void;
type Method = (request: unknown, options: unknown, reply: Reply) => void;
interface Client {
  readonly [method: string]: Method;
}

/** The parts of the two gRPC packages that are used. They are installed in this folder only. */
interface Grpc {
  credentials: { createInsecure(): unknown };
  loadPackageDefinition(definition: unknown): {
    zetasql: {
      local_service: {
        ZetaSqlLocalService: new (address: string, credentials: unknown) => Client & { close(): void };
      };
    };
  };
}
interface ProtoLoader {
  loadSync(file: string, options: unknown): unknown;
}

export const startReferenceServer = async (): Promise<ReferenceServer> => {
  const require = createRequire(import.meta.url);
  const grpc: Grpc = require("@grpc/grpc-js");
  const loader: ProtoLoader = require("@grpc/proto-loader");
  const folder = join(import.meta.dirname, "node_modules/@fivetrandevelopers/zetasql/lib/zetasql");
  const port = await freePort();
  const server = spawn(join(folder, binary()), ["localhost", String(port)], { stdio: "ignore" });
  const definition = loader.loadSync("local_service.proto", {
    oneofs: true,
    longs: String,
    enums: String,
    includeDirs: [join(folder, "protos")],
  });
  const services = grpc.loadPackageDefinition(definition).zetasql.local_service;
  const client = new services.ZetaSqlLocalService(`localhost:${port}`, grpc.credentials.createInsecure());
  return {
    call: (method, request) => call(client, method, request),
    stop: async () => {
      client.close();
      await stopped(server);
    },
  };
};

const call = (client: Client, method: string, request: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    // The first call waits until the server listens.
    const options = { waitForReady: true, deadline: Date.now() + 30_000 };
    client[method]?.(request, options, (error, answer) => (error === null ? resolve(answer) : reject(error)));
  });

const stopped = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, "exit");
  server.kill();
  await exit;
};

const binary = (): string => {
  const arm = process.arch === "arm64" ? "_arm" : "";
  return `remote_server${arm}${process.platform === "darwin" ? "" : ".so"}`;
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  return address.port;
};
