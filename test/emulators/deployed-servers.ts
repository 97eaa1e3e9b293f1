import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Storage } from "@google-cloud/storage";
import { openDoor } from "./bigquery-door.ts";
import { startBigQuery } from "./bigquery-server.ts";
import { openGate } from "./gate.ts";
import { startGcs } from "./gcs-server.ts";
import { startPubsub } from "./pubsub-server.ts";
import { declareBus, type Subscription, storageTopic } from "./push-subscriptions.ts";
import { freePort } from "./server-process.ts";

export const projectId = "emulated";
/** As Terraform names them where no prefix is given. */
export const buckets = {
  landing: `${projectId}-daybook-landing`,
  staging: `${projectId}-daybook-staging`,
  state: `${projectId}-daybook-state`,
  models: `${projectId}-daybook-models`,
  serving: `${projectId}-daybook-serving`,
} as const;

/** A server that can be killed; it comes back under the same address with what it keeps. */
export interface Server {
  readonly apiEndpoint: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Keeps its objects when it is killed, but then no versions. It writes an object's attributes after its bytes, which
 * Google's storage never does apart: so its clients' connections are cut first, and it is killed once it is done.
 */
export const storageServer = async (bus: string, keeps: boolean): Promise<Server> => {
  const folder = keeps ? await mkdtemp(join(tmpdir(), "daybook-bucket-")) : undefined;
  const port = await freePort();
  const start = () =>
    startGcs({
      ...(folder === undefined ? {} : { folder }),
      port,
      env: { PUBSUB_EMULATOR_HOST: bus },
      flags: [
        ...["-event.pubsub-project-id", projectId, "-event.pubsub-topic", storageTopic],
        ...["-event.bucket", buckets.landing, "-event.list", "finalize,delete,archive"],
      ],
    });
  let server = await start();
  const gate = await openGate(() => `http://127.0.0.1:${port}`);
  const storage = new Storage({ apiEndpoint: gate.apiEndpoint, projectId });
  await storage.createBucket(buckets.landing, keeps ? {} : { versioning: { enabled: true } });
  const { landing: _, ...others } = buckets;
  for (const bucket of Object.values(others)) await storage.createBucket(bucket);
  return {
    apiEndpoint: gate.apiEndpoint,
    async kill() {
      await gate.cut();
      await server.stop("kill");
    },
    async restart() {
      server = await start();
      gate.open();
    },
    async close() {
      gate.close();
      await server.stop("kill");
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Keeps its tables in a file, and is killed whatever it is doing. */
export const bigQueryServer = async (storageEndpoint: string): Promise<Server> => {
  const folder = await mkdtemp(join(tmpdir(), "daybook-tables-"));
  const port = await freePort();
  const start = (project: string) =>
    startBigQuery(project, storageEndpoint, { port, database: join(folder, "tables.sqlite") });
  let server = await start(projectId);
  const door = await openDoor(server.apiEndpoint, projectId, storageEndpoint);
  const gate = await openGate(() => door.apiEndpoint);
  return {
    apiEndpoint: gate.apiEndpoint,
    async kill() {
      void gate.cut();
      await server.stop("kill");
    },
    async restart() {
      // Of the project that it is started with it forgets which datasets there are, and keeps those of any other.
      server = await start("another");
      gate.open();
    },
    async close() {
      gate.close();
      door.close();
      await server.stop("kill");
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Keeps nothing: what was on its way when it is killed is lost, and topics and subscriptions are declared anew. */
export const pubsubServer = async (
  port: number,
  subscriptions: () => readonly Subscription[],
): Promise<Server> => {
  const start = async () => {
    const server = await startPubsub({ port });
    await declareBus(projectId, server.apiEndpoint, subscriptions());
    return server;
  };
  let server = await start();
  return {
    apiEndpoint: `127.0.0.1:${port}`,
    kill: () => server.stop("kill"),
    async restart() {
      server = await start();
    },
    close: () => server.stop("kill"),
  };
};
