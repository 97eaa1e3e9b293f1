import { graph } from "../../functions/graph.ts";
import { defineTables } from "../../functions/tables.ts";
import { type GcpEnv, readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { connectGcp, type GcpPlatform } from "../../infra/gcp/platform.ts";
import { topicOf } from "../../shared/events.ts";
import { fewKpis } from "../parity/few-kpis.ts";
import {
  bigQueryServer,
  buckets,
  projectId,
  pubsubServer,
  type Server,
  storageServer,
} from "./deployed-servers.ts";
import { openForwarder } from "./event-forwarder.ts";
import {
  type FunctionName,
  type FunctionProcess,
  functionNames,
  startFunction,
} from "./function-processes.ts";
import { pushPath, type Subscription, storageTopic } from "./push-subscriptions.ts";
import { freePort } from "./server-process.ts";

/**
 * The deployed form on this machine: each function a process of its own, woken by Pub/Sub's pushes and the bucket's
 * notifications, and three servers that speak Google's protocols.
 */
export interface DeployedWorld {
  /** The same world, to put files into and to ask. */
  readonly platform: GcpPlatform;
  readonly servers: { readonly storage: Server; readonly bigQuery: Server; readonly pubsub: Server };
  readonly functions: Readonly<Record<FunctionName, FunctionProcess>>;
  /** The environment in which `daybook --project` finds this world: nothing but where its servers are. */
  readonly operator: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** The storage server keeps its objects when it is killed, and no versions of them. */
  readonly survivesKills?: boolean;
  readonly contracts?: string;
}

export const openDeployedWorld = async ({
  survivesKills = false,
  contracts,
}: WorldOptions = {}): Promise<DeployedWorld> => {
  const busPort = await freePort();
  const storage = await storageServer(`127.0.0.1:${busPort}`, survivesKills);
  const bigQuery = await bigQueryServer(storage.apiEndpoint);
  const variables = {
    ...variablesOf(storage, bigQuery, busPort),
    ...(contracts === undefined ? {} : { DAYBOOK_CONTRACTS: contracts }),
  };
  const platform = connectGcp({ graph, env: readEnv(variables) as GcpEnv, log: silentLog });
  // Terraform's work.
  await defineTables(platform);

  const started = functionNames.map(async (name) => [name, await startFunction(name, variables)] as const);
  const functions = Object.fromEntries(await Promise.all(started)) as Record<FunctionName, FunctionProcess>;
  const forwarder = await openForwarder((name) => functions[name].url);
  const pubsub = await pubsubServer(busPort, () => [
    { topic: storageTopic, endpoint: forwarder.endpoint },
    ...(["clean", "aggregate", "analyze", "train", "publish"] as const).map((name): Subscription => {
      const topic = topicOf(name);
      return { topic, endpoint: functions[name].url + pushPath(projectId, topic) };
    }),
  ]);
  return {
    platform,
    functions,
    operator: endpointsOf(storage, bigQuery, busPort),
    servers: { storage, bigQuery, pubsub },
    async close() {
      await Promise.all(Object.values(functions).map((each) => each.stop()));
      forwarder.close();
      await platform.bus.close();
      await Promise.all([pubsub.close(), bigQuery.close(), storage.close()]);
    },
  };
};

const variablesOf = (storage: Server, bigQuery: Server, busPort: number): Record<string, string> => ({
  PLATFORM: "gcp",
  GOOGLE_CLOUD_PROJECT: projectId,
  DAYBOOK_LOCATION: "US",
  DAYBOOK_KPIS: fewKpis(),
  DAYBOOK_LANDING_BUCKET: buckets.landing,
  DAYBOOK_STAGING_BUCKET: buckets.staging,
  DAYBOOK_STATE_BUCKET: buckets.state,
  DAYBOOK_MODELS_BUCKET: buckets.models,
  DAYBOOK_SERVING_BUCKET: buckets.serving,
  ...endpointsOf(storage, bigQuery, busPort),
});

const endpointsOf = (storage: Server, bigQuery: Server, busPort: number): Record<string, string> => ({
  DAYBOOK_STORAGE_ENDPOINT: storage.apiEndpoint,
  DAYBOOK_BIGQUERY_ENDPOINT: bigQuery.apiEndpoint,
  DAYBOOK_PUBSUB_ENDPOINT: `127.0.0.1:${busPort}`,
  METADATA_SERVER_DETECTION: "none",
});
