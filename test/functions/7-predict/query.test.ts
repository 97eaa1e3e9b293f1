import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { predict } from "../../../functions/7-predict/predict.ts";
import type { HttpReply } from "../../../shared/http.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";

let home: OpenedHome;

beforeAll(async () => {
  home = await openTemporaryHome();
  await home.dropText(
    "customers.csv",
    "customer_id,name,email\nC1,Ann,ann@example.org\nC2,Bob,bob@example.org\n",
  );
  await home.dropText(
    "transactions/2024-01-02.csv",
    "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\nA,P1,2,2024-01-02T10:00:00,4,C1\nB,P1,1,2024-01-02T11:00:00,4,C2\n",
  );
  await home.settle();
}, 600_000);
afterAll(() => home.discard());

const ask = async (body: unknown, accept = "application/json", path = "/v1/query"): Promise<HttpReply> => {
  const text = JSON.stringify(body);
  return predict(
    home.platform,
    new Map(),
  )({
    method: "POST",
    path,
    contentType: "application/json",
    accept,
    bytes: text.length,
    body: text,
  });
};
const bodyOf = async (reply: Promise<HttpReply>) => {
  const { status, body } = await reply;
  return { status, body };
};

describe("a question in SQL", { timeout: 600_000 }, () => {
  it("is answered as JSON, CSV or Parquet", async () => {
    const sql = "select stock_code, sum(quantity) as sold from clean.lines group by stock_code";
    expect(await bodyOf(ask({ sql }))).toEqual({
      status: 200,
      body: { columns: ["stock_code", "sold"], rows: [{ stock_code: "P1", sold: "3" }], truncated: false },
    });
    expect(await bodyOf(ask({ sql }, "text/csv"))).toEqual({
      status: 200,
      body: "stock_code,sold\r\nP1,3\r\n",
    });
    const { body } = await ask({ sql }, "application/octet-stream");
    expect(
      Buffer.from(body as Uint8Array)
        .subarray(0, 4)
        .toString(),
    ).toBe("PAR1");
  });

  it("shows pseudonyms for personal data, which still join and count", async () => {
    const { body } = await ask({
      sql: "select c.customer_id, name, email, net from raw.customers as c join metrics.customers using (customer_id) order by net",
    });
    const text = JSON.stringify(body);
    for (const secret of ["C1", "C2", "Ann", "ann@", "Bob"]) expect(text).not.toContain(secret);
    expect((body as { rows: { net: string }[] }).rows.map(({ net }) => net)).toEqual(["4", "8"]);
    expect(
      await bodyOf(ask({ sql: "select count(*) as n from metrics.customers where customer_id = 'C1'" })),
    ).toMatchObject({
      body: { rows: [{ n: 0 }] },
    });
  });

  it.each([
    ["two statements", "select 1; select 2", "only a single SELECT statement"],
    ["a change", "delete from clean.lines where true", "only a single SELECT statement"],
    ["a file", "select * from `/etc/passwd`", "table /etc/passwd"],
    ["a function that reads files", "select * from read_csv('/etc/passwd')", "table function"],
    ["another dataset", "select * from ops.files", "ops.files cannot be read here"],
    ["the engine's own tables", "select * from _daybook.jobs", "_daybook.jobs cannot be read here"],
    ["the catalogue", "select * from information_schema.tables", "information_schema"],
    ["a table that does not exist", "select * from clean.nothing", "nothing"],
    ["no SQL", "please show me everything", "only a single SELECT statement"],
  ])("with %s is refused, and says why", async (_, sql, why) => {
    const { status, body } = await bodyOf(ask({ sql }));
    expect({ status, detail: (body as { detail: string }).detail }).toEqual({
      status: 400,
      detail: expect.stringContaining(why),
    });
  });

  it("gives no more rows than were asked for, and says that there are more", async () => {
    const reply = await ask({
      sql: "select number from unnest(generate_array(1, 50)) as number order by number",
      rows: 3,
    });
    expect(reply.body).toEqual({
      columns: ["number"],
      rows: [{ number: 1 }, { number: 2 }, { number: 3 }],
      truncated: true,
    });
  });

  it("that would never end can be cancelled, and keeps nobody waiting", async () => {
    const endless =
      "select sum(a * b * c) as n from unnest(generate_array(1, 100000)) as a cross join unnest(generate_array(1, 100000)) as b cross join unnest(generate_array(1, 100000)) as c";
    const service = predict(home.platform, new Map());
    const send = (path: string, body: unknown) => {
      const text = JSON.stringify(body);
      return service({
        method: "POST",
        path,
        contentType: "application/json",
        bytes: text.length,
        body: text,
      });
    };
    const before = Promise.resolve(send("/v1/query", { sql: "select 1 as one", id: "mine" }));
    const asked = Promise.resolve(send("/v1/query", { sql: endless, id: "mine" }));
    expect((await before).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await home.rows("select count(*) as n from clean.lines")).toEqual([{ n: 2 }]);
    expect((await send("/v1/query:cancel", { id: "mine" })).body).toEqual({ cancelled: true });
    expect((await asked).body).toMatchObject({ detail: "the question was stopped: it was cancelled" });
    expect((await send("/v1/query:cancel", { id: "mine" })).body).toEqual({ cancelled: false });
  });

  it("can be a saved one with parameters", async () => {
    expect((await ask({ saved: "sales_by_day", params: { days_back: "1" } })).body).toMatchObject({
      rows: [{ business_date: "2024-01-02", orders: 2, net: "12" }],
    });
    expect((await ask({ saved: "sales_by_day", params: { days_back: "x" } })).body).toMatchObject({
      detail: 'parameter days_back: "x" is no INT64',
    });
    expect((await ask({ saved: "nothing" })).body).toMatchObject({ status: 400 });
  });

  it("is refused where the tables may not be asked", async () => {
    const { explore: _, ...warehouse } = home.platform.warehouse;
    const text = JSON.stringify({ sql: "select 1" });
    const reply = await predict(
      { ...home.platform, warehouse },
      new Map(),
    )({
      method: "POST",
      path: "/v1/query",
      contentType: "application/json",
      bytes: text.length,
      body: text,
    });
    expect(reply).toMatchObject({ status: 403, body: { detail: expect.stringContaining("switched off") } });
  });
});
