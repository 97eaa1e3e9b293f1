import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publish } from "../../../functions/6-publish/publish.ts";
import { SpendAnswer } from "../../../functions/7-predict/api.ts";
import { wake } from "../../../shared/events.ts";
import type { Platform } from "../../../shared/platform.ts";
import { driftIn } from "../../../shared/registry/drift-report.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { Crash, crashing } from "../../chaos/crashing.ts";
import type { OpenedHome } from "../../e2e/temporary-home.ts";
import { clientOf, families, trainedHome } from "../7-predict/trained-home.ts";

let home: OpenedHome;
let known: number;
let from: string;

const spend = "select * from predictions.spend order by task, customer_id";
// A burst of files may have been published in parts: each left what it foresaw.
const sales = () =>
  home.rows(`select * from predictions.sales_forecast where as_of = '${from}' order by business_date`);

beforeAll(async () => {
  home = await trainedHome();
  const [row] = await home.rows(
    "select count(*) as n, date_add(max(last_day), interval 1 day) as next from metrics.customers where orders > 0",
  );
  known = Number(row?.["n"]);
  from = String(row?.["next"]);
});
afterAll(() => home.discard());

const publishAgain = async (platform: Platform = home.platform): Promise<void> => {
  await dirtySetIn(platform.state).add("publish", "again", { feed: "metrics", fileDate: from, days: [] });
  await publish(platform, families)(wake("publish"));
};

describe("the predictions of a publication", () => {
  it("are what each customer's question would be answered, for every customer and task", async () => {
    const rows = await home.rows(spend);
    expect(rows).toHaveLength(2 * known);
    const client = clientOf(home);
    const horizons: Readonly<Record<string, string>> = { spend_30d: "30d", next_day_spend: "next_day" };
    for (const row of rows.filter((_, index) => index % 7 === 0)) {
      const question = { customer: row["customer_id"], horizon: horizons[String(row["task"])] };
      const { body } = await client.post("/v1/predict/spend", question);
      const { value, interval80, interval95, model } = SpendAnswer.parse(body);
      expect(row).toMatchObject({ as_of: from, model_version: model.version });
      const figures = ["value", "low80", "high80", "low95", "high95"].map((name) => Number(row[name]));
      expect(figures).toEqual([value, interval80.low, interval80.high, interval95.low, interval95.high]);
      expect(Number(row["run_rate"])).toBeGreaterThan(0);
    }
  });

  it("hold the company's forecast as it can be read", async () => {
    const rows = await sales();
    const { body } = await clientOf(home).get("/v1/forecast");
    const { forecast } = body as { forecast: { method: string; days: { date: string; value: number }[] } };
    expect(rows.map((row) => [row["business_date"], Number(row["value"])])).toEqual(
      forecast.days.map(({ date, value }) => [date, value]),
    );
    expect(rows[0]).toMatchObject({ as_of: from, method: forecast.method, model_version: null });
  });

  it("stand there once, however often they are published", async () => {
    const before = [await home.rows(spend), await sales()];
    await publishAgain();
    expect([await home.rows(spend), await sales()]).toEqual(before);
  });

  it("say how far today's customers are from those that the model has learned from", async () => {
    const report = await driftIn(home.platform.state).last("spend_30d");
    const current = await registryIn(home.platform.models).current("spend_30d");
    expect(report).toMatchObject({ version: current?.value.version, asOf: from, rows: known });
    expect(report?.features.length).toBeGreaterThan(20);
    for (const { psi } of report?.features ?? []) expect(psi).toBeGreaterThanOrEqual(0);
    expect(report?.features.some(({ psi }) => psi > 0)).toBe(true);
  });
});

describe("a publication that dies after any of its effects", () => {
  it("leaves nothing that the next one does not mend", async () => {
    const before = [await home.rows(spend), await sales()];
    let deaths = 0;
    for (let dieAfter = 1; ; dieAfter++) {
      const dying = crashing(home.platform, { effects: 0, dieAfter });
      const died = await publishAgain(dying).then(
        () => false,
        (error: unknown) => error instanceof Crash,
      );
      if (!died) break;
      deaths++;
      for (const { name } of await home.platform.state.list("lease/v1/publish")) await free(name);
      await publish(home.platform, families)(wake("publish"));
      expect([await home.rows(spend), await sales()]).toEqual(before);
    }
    expect(deaths).toBeGreaterThan(6);
  });
});

/** The dead worker's lease would expire by itself; a test does not wait for it. */
const free = async (name: string): Promise<void> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of home.platform.state.read(name)) chunks.push(chunk);
  const lease = JSON.parse(Buffer.concat(chunks).toString()) as object;
  await home.platform.state.write(name, JSON.stringify({ ...lease, expires: new Date(0).toISOString() }));
};

// The last ones: they change what is known.
describe("as days go by", () => {
  const header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
  const said = async () =>
    home.rows("select as_of, count(*) as n from predictions.spend group by as_of order by as_of");

  it("what was said of a day stays as it was said, and the next day's comes beside it", async () => {
    const [before] = await said();
    await home.dropText(
      `transactions/${from}.csv`,
      `${header}900001,A1,Lamp,1,${from} 10:00:00,20.00,c-new,France\n`,
    );
    await home.settle();
    expect(await said()).toMatchObject([before, { n: Number(before?.["n"]) + 2 }]);
  });

  it("nothing is said by a model that has learned from the days asked about", async () => {
    const before = await home.rows(spend);
    const registry = registryIn(home.platform.models);
    const version = (await registry.current("next_day_spend"))?.value.version ?? "";
    const { card, saved } = await registry.load("next_day_spend", version);
    const next = {
      ...card,
      version: "29990101t000000z-0000",
      training: { ...card.training, to: "2999-01-01" },
    };
    await registry.add(next, saved);
    const now = await registry.current("next_day_spend");
    const why = { because: "a test", at: new Date() };
    await registry.promote("next_day_spend", next.version, why, now?.generation ?? "");
    await publishAgain();
    expect(await home.rows(spend)).toEqual(before);
  });
});
