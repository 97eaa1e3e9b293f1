import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderSchema } from "./provider/schema.ts";
import { type Refusals, serveProvider } from "./provider/serve.ts";

export interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Real terraform on a copy of terraform/, with its providers answered from their schema. */
export interface Workspace {
  readonly folder: string;
  terraform(...args: string[]): Promise<Finished>;
  /** Replaces text in a file of the copy; throws when it is not there, so that no test can pass by missing its aim. */
  break(file: string, from: string, to: string): void;
  /** What the cloud will refuse, once each. */
  readonly refusals: Refusals;
  close(): void;
}

const schemas = JSON.parse(
  readFileSync(new URL("provider/google-schema.json", import.meta.url), "utf8"),
) as Record<"google" | "google-beta", ProviderSchema>;

/** hashicorp/time has one resource that is used here. */
const time: ProviderSchema = {
  version: "0.13",
  provider: null,
  data: {},
  resources: {
    time_sleep: {
      attributes: {
        create_duration: { type: "string" },
        destroy_duration: { type: "string" },
        triggers: { type: ["map", "string"] },
      },
      blocks: {},
      computed: { id: "string" },
    },
  },
};

export const openWorkspace = async (): Promise<Workspace> => {
  const root = mkdtempSync(join(tmpdir(), "daybook-terraform-"));
  const folder = join(root, "terraform");
  cpSync("terraform", folder, { recursive: true, filter: (path) => !path.includes(".terraform") });
  mkdirSync(join(root, "dist"));
  // The state stays in the copy: the backend's bucket is out of reach.
  for (const place of [folder, join(folder, "deploy")])
    writeFileSync(join(place, "backend_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
  const providers = { ...schemas, time };
  const attached: Record<string, object> = {};
  const stops: (() => void)[] = [];
  const refusals: Refusals = new Map();
  for (const name of ["google", "google-beta", "time"] as const) {
    const socket = join(root, `${name}.sock`);
    stops.push(await serveProvider(providers[name], socket, refusals));
    attached[`registry.terraform.io/hashicorp/${name}`] = {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "unix", String: socket },
    };
  }
  const env = {
    ...process.env,
    TF_REATTACH_PROVIDERS: JSON.stringify(attached),
    TF_IN_AUTOMATION: "1",
    TF_CLI_CONFIG_FILE: "/dev/null",
    CHECKPOINT_DISABLE: "1",
  };
  return {
    folder,
    refusals,
    terraform: (...args) => finished(spawn("terraform", args, { cwd: folder, env })),
    break(file, from, to) {
      const path = join(folder, file);
      const text = readFileSync(path, "utf8");
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      writeFileSync(path, text.replace(from, to));
    },
    close() {
      for (const stop of stops) stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
};

export const finished = (child: ChildProcess): Promise<Finished> =>
  new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
