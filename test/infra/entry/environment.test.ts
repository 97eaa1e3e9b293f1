import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { readEnv } from "../../../infra/entry/environment.ts";

const gcp = {
  PLATFORM: "gcp",
  GOOGLE_CLOUD_PROJECT: "p",
  DAYBOOK_LOCATION: "europe-west3",
  DAYBOOK_LANDING_BUCKET: "landing",
  DAYBOOK_STAGING_BUCKET: "staging",
  DAYBOOK_STATE_BUCKET: "state",
  DAYBOOK_MODELS_BUCKET: "models",
  DAYBOOK_SERVING_BUCKET: "serving",
};

describe("the environment", () => {
  it("is a laptop's by default", () => {
    expect(readEnv({})).toMatchObject({ PLATFORM: "local", DAYBOOK_HOME: ".daybook" });
  });

  it("needs every name of a deployment, and lists all that are missing", () => {
    expect(() => readEnv({ PLATFORM: "gcp", DAYBOOK_LOCATION: "", DAYBOOK_BASE_CURRENCY: "pounds" })).toThrow(
      /^environment: (?=.*DAYBOOK_BASE_CURRENCY: must be an ISO 4217)(?=.*GOOGLE_CLOUD_PROJECT: must be set)(?=.*DAYBOOK_LOCATION: must be set)(?=.*DAYBOOK_LANDING_BUCKET: must be set)(?=.*DAYBOOK_STAGING_BUCKET: must be set)(?=.*DAYBOOK_STATE_BUCKET: must be set)/,
    );
    expect(readEnv(gcp)).toMatchObject(gcp);
  });

  it("takes servers of this machine instead of Google's", () => {
    const servers = {
      DAYBOOK_STORAGE_ENDPOINT: "http://127.0.0.1:1",
      DAYBOOK_PUBSUB_ENDPOINT: "127.0.0.1:2",
    };
    expect(readEnv({ ...gcp, ...servers })).toMatchObject(servers);
    expect(() => readEnv({ ...gcp, DAYBOOK_BIGQUERY_ENDPOINT: "127.0.0.1:3" })).toThrow(
      "DAYBOOK_BIGQUERY_ENDPOINT: must be an address",
    );
  });

  it.each(["gpc", ""])("refuses the platform %j", (PLATFORM) => {
    expect(() => readEnv({ PLATFORM })).toThrow("environment: PLATFORM");
  });
});

const modulesOf = async (env: Record<string, string>): Promise<readonly string[]> => {
  const script = `
    import { registerHooks } from "node:module";
    const seen = [];
    registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
    await import("./functions/index.ts");
    process.stdout.write(JSON.stringify(seen));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, ...env },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as string[];
};

describe("the functions' entry point on Google Cloud", () => {
  it("starts without the laptop, DuckDB, BigQuery and Pub/Sub, each of which waits for its first use", async () => {
    const modules = await modulesOf(gcp);
    expect(modules.some((url) => url.includes("@google-cloud/storage"))).toBe(true);
    expect(
      modules.filter((url) =>
        /duckdb|infra\/(laptop|local\/(?!googlesql))|cloud\/(bigquery|pubsub)/.test(url),
      ),
    ).toEqual([]);
  });
});
