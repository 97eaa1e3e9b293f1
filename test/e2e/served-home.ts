import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type LocalBuckets, openBuckets } from "../../infra/local/object-store.ts";
import { trainedHome } from "../functions/7-predict/trained-home.ts";
import { creditCompany } from "../shared/tasks/credit-company.ts";

/** A company's published snapshot and models, and `predict` as a process under functions-framework, as it is deployed. */
export interface ServedHome {
  readonly home: string;
  readonly url: string;
  readonly buckets: LocalBuckets;
  /** The first unknown day. */
  readonly from: string;
  /** Those who brought most first. */
  readonly customers: readonly string[];
  /** With open invoices, by name. */
  readonly accounts: readonly string[];
  /** The id of the newest finding. */
  readonly finding: string;
  readonly pid: number;
  said(): string;
  stop(): Promise<void>;
}

/** One order that is larger than whole weeks: it is found. Nobody is named, so that no customer's days change. */
const bulk = `invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id,country,store_id,discount
599999,P0007,Vase,3000,2024-05-23T15:30:00,9.15,GBP,,GB,S001,0.00
`;

export const servedHome = async (): Promise<ServedHome> => {
  const trained = await trainedHome();
  const rows = await trained.rows(
    "select customer_id, date_add(max(last_day) over (), interval 1 day) as next from metrics.customers where orders > 0 order by net desc",
  );
  await trained.dropText("transactions/2024-05-23-bulk.csv", bulk);
  for (const { name, text } of creditCompany()) await trained.dropText(name, text);
  await trained.settle();
  const accounts = await trained.rows(
    "select distinct account_id from credit.invoices where settled_on is null order by account_id",
  );
  const findings = await trained.rows("select id from insights.findings order by period desc, id limit 1");
  // The process opens the same home.
  await trained.close();
  const home = join(trained.folder, "home");
  const buckets = openBuckets(join(home, "buckets"));
  const { child, url, said } = await servePredict(home);
  return {
    home,
    url,
    buckets,
    from: String(rows[0]?.["next"]),
    customers: rows.map(({ customer_id }) => String(customer_id)),
    accounts: accounts.map(({ account_id }) => String(account_id)),
    finding: String(findings[0]?.["id"]),
    pid: child.pid ?? 0,
    said,
    async stop() {
      await end(child);
      buckets.close();
      rmSync(trained.folder, { recursive: true, force: true });
    },
  };
};

export const servePredict = async (home: string) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      "node_modules/@google-cloud/functions-framework/build/src/main.js",
      "--source=functions",
      "--target=predict",
      "--signature-type=http",
      `--port=${port}`,
    ],
    { env: { ...process.env, DAYBOOK_HOME: home, HOST: "127.0.0.1" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      text += String(data);
    });
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (child.exitCode !== null) break;
    const answered = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return { child, url, said: () => text };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`predict did not start: ${text}`);
};

export const end = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
};
