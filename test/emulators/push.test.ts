import { join } from "node:path";
import { Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBuckets } from "../../infra/local/object-store.ts";
import { daybook, daybookWith, put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";
import { type GcsServer, startGcs } from "./gcs-server.ts";

/** A home moves into a landing bucket, by the command and Google's own client. */

const project = "emulated-shop";
const landing = `${project}-daybook-landing`;
const home = join(temporaryFolder(), "home");
const name = "transactions/2024-05-01.csv";
let server: GcsServer | undefined;

beforeAll(async () => {
  server = await startGcs();
  await new Storage({ apiEndpoint: server.apiEndpoint, projectId: project }).createBucket(landing, {
    versioning: { enabled: true },
  });
  const folder = temporaryFolder();
  put(folder, name, salesFile("2024-05-01", 3000));
  put(folder, "products.csv", "stock_code,description\nP1,Mug\n");
  await daybook("--home", home, "run", folder);
}, 180_000);
afterAll(() => server?.stop());

const push = async (...args: readonly string[]) => {
  const variables = {
    DAYBOOK_STORAGE_ENDPOINT: server?.apiEndpoint ?? "",
    METADATA_SERVER_DETECTION: "none",
  };
  const { code, stdout, stderr } = await daybookWith(
    variables,
    ...["--json", "--home", home, "push", "--project", project, ...args],
  );
  const { files } = JSON.parse(stdout || stderr) as { files: { name: string; outcome: string }[] };
  return { code, files: files.map((file) => `${file.name} ${file.outcome}`) };
};

test("push copies a home's files with their checksums, finds them the second time, and replaces only when told to", async () => {
  expect(await push()).toEqual({ code: 0, files: ["products.csv copied", `${name} copied`] });
  expect(await push()).toEqual({ code: 0, files: ["products.csv same", `${name} same`] });
  const bucket = new Storage({ apiEndpoint: server?.apiEndpoint ?? "", projectId: project }).bucket(landing);
  const [there] = await bucket.file(name).getMetadata();
  const buckets = openBuckets(join(home, "buckets"));
  expect(there.crc32c).toBe((await buckets.bucket("landing").stat(name))?.crc32c);
  buckets.close();

  await bucket.file("products.csv").save("another catalogue");
  expect(await push()).toEqual({ code: 1, files: ["products.csv differs", `${name} same`] });
  expect(await push("--replace")).toEqual({ code: 0, files: ["products.csv replaced", `${name} same`] });
}, 180_000);
