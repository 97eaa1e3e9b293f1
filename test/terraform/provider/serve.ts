import { rmSync } from "node:fs";
import { loadPackageDefinition, Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import type { BlockSchema, NestedBlock, ProviderSchema } from "./schema.ts";
import { filled, fromWire, madeUp, resolved, toWire, unknown, type Wire } from "./values.ts";

/**
 * A provider that knows its schema and has no cloud behind it, on a unix socket. Real terraform then checks names,
 * types, blocks and references against the schema, plans, and applies into a state.
 */
export const serveProvider = async (
  schema: ProviderSchema,
  socket: string,
  refusals: Refusals,
): Promise<() => void> => {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(serviceDefinition(), answersOf(schema, refusals));
  rmSync(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  return () => server.forceShutdown();
};

const serviceDefinition = (): ServiceDefinition => {
  const file = new URL("plugin.proto", import.meta.url).pathname;
  const { tfplugin5 } = loadPackageDefinition(
    loadSync(file, { keepCase: true, defaults: true }),
  ) as unknown as {
    tfplugin5: { Provider: { service: ServiceDefinition } };
  };
  return tfplugin5.Provider.service;
};

interface Request {
  readonly type_name: string;
  readonly config?: Wire;
  readonly current_state?: Wire;
  readonly prior_state?: Wire;
  readonly proposed_new_state?: Wire;
  readonly planned_state?: Wire;
  readonly raw_state?: { readonly json: Uint8Array };
}

/** What the cloud refuses to make or change, once: its words, by the resource's type. */
export type Refusals = Map<string, string>;

const answersOf = (schema: ProviderSchema, refusals: Refusals) => {
  const of = (kind: "resources" | "data", type: string): BlockSchema => {
    const found = schema[kind][type];
    if (!found) throw new Error(`the provider has no ${type}`);
    return found;
  };
  const methods: Record<string, (request: Request) => object> = {
    GetSchema: () => schemasOf(schema),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    ValidateResourceTypeConfig: () => ({}),
    ValidateDataSourceConfig: () => ({}),
    Configure: () => ({}),
    Stop: () => ({}),
    UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: { json: raw_state?.json } }),
    ReadResource: ({ current_state }) => ({ new_state: current_state }),
    PlanResourceChange: (request) => plan(of("resources", request.type_name), request),
    ApplyResourceChange: (request) => {
      const words = refusalOf(request, refusals);
      return words === undefined
        ? apply(of("resources", request.type_name), request)
        : { new_state: request.prior_state, diagnostics: [{ severity: 1, summary: words }] };
    },
    ReadDataSource: ({ type_name, config }) => {
      const value = fromWire(config);
      return { state: toWire(filled(of("data", type_name), value, madeUp(type_name, value))) };
    },
  };
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, unary(method)]));
};

type Callback = (error: Error | null, answer?: object) => void;

const unary =
  (method: (request: Request) => object) =>
  ({ request }: { request: Request }, callback: Callback): void => {
    try {
      callback(null, method(request));
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  };

const plan = (schema: BlockSchema, { prior_state, proposed_new_state }: Request): object => {
  const proposed = fromWire(proposed_new_state);
  if (proposed === null) return { planned_state: proposed_new_state };
  const isNew = fromWire(prior_state) === null;
  return {
    planned_state: toWire(isNew ? filled(schema, proposed, () => unknown) : proposed),
    legacy_type_system: true,
  };
};

/** As Google's provider: rows never go by a change that did not say so. */
const refusalOf = (
  { type_name, prior_state, planned_state }: Request,
  refusals: Refusals,
): string | undefined => {
  if (fromWire(planned_state) === null)
    return type_name === "google_bigquery_table" && fromWire(prior_state)?.["deletion_protection"] === true
      ? "cannot destroy table without setting deletion_protection=false and running `terraform apply`"
      : undefined;
  const words = refusals.get(type_name);
  refusals.delete(type_name);
  return words;
};

const apply = (schema: BlockSchema, { planned_state, type_name }: Request): object => {
  const planned = fromWire(planned_state);
  if (planned === null) return { new_state: planned_state };
  return {
    new_state: toWire(resolved(schema, planned, madeUp(type_name, planned))),
    legacy_type_system: true,
  };
};

const schemasOf = ({ provider, resources, data }: ProviderSchema): object => ({
  provider: { version: 0, block: blockOf(provider ?? { attributes: {}, blocks: {}, computed: {} }) },
  resource_schemas: each(resources),
  data_source_schemas: each(data),
});

const each = (schemas: Readonly<Record<string, BlockSchema>>): object =>
  Object.fromEntries(
    Object.entries(schemas).map(([type, schema]) => [type, { version: 0, block: blockOf(schema) }]),
  );

const typeBytes = (type: unknown): Buffer => Buffer.from(JSON.stringify(type));

/** Google's provider fills in most of what is left out, so that optional is optional and computed. */
const blockOf = ({ attributes, blocks, computed }: BlockSchema): object => ({
  attributes: [
    ...Object.entries(attributes).map(([name, { type, required = false }]) => ({
      name,
      type: typeBytes(type),
      required,
      optional: !required,
      computed: !required,
    })),
    ...Object.entries(computed).map(([name, type]) => ({ name, type: typeBytes(type), computed: true })),
  ],
  block_types: Object.entries(blocks).map(([type_name, block]) => nestedOf(type_name, block)),
});

const nestingNumber = { single: 1, list: 2, set: 3 } as const;

const nestedOf = (type_name: string, block: NestedBlock): object => ({
  type_name,
  block: blockOf(block),
  nesting: nestingNumber[block.nesting],
  min_items: block.required && block.nesting !== "single" ? 1 : 0,
  max_items: block.max ?? 0,
});
