import { expect, it } from "vitest";
import { z } from "zod";
import type { ServedHome } from "../served-home.ts";
import { json } from "./requests.ts";

/** What is read of the document: a program that was made of it knows no more. */
const Content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const Operation = z.object({
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content })),
});
const Description = z.object({
  openapi: z.literal("3.1.0"),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

type Content = z.infer<typeof Content>;

/** Makes a schema of the document into a check again. The schemas that it refers to go with it. */
const checksIn =
  ({ components }: z.infer<typeof Description>) =>
  (content: Content, type: string): z.ZodType => {
    const schema = content[type]?.schema;
    if (!schema) throw new Error(`there is no schema for ${type}`);
    const whole = JSON.stringify({ ...schema, $defs: components.schemas });
    return z.fromJSONSchema(JSON.parse(whole.replaceAll("#/components/schemas/", "#/$defs/")));
  };

const basket = { amount: 120, items: 6, returns: 5, discount: 0.1 };

/** Questions of every route, asked well and then badly. */
const questions = ({ customers: [customer = ""], from, accounts: [account = ""], finding }: ServedHome) => ({
  "/v1/predict/spend": {
    good: [
      { customer },
      { customer, horizon: "next_day", today: basket },
      { customer: "somebody new", date: from },
    ],
    bad: [
      { customer, horizon: "90d" },
      { customer, today: { amount: "12" } },
    ],
  },
  "/v1/predict/spend:batch": {
    good: [{ questions: [{ customer }, { customer, date: "2999-01-01" }] }],
    bad: [{ questions: [] }, { questions: Array.from({ length: 1001 }, () => ({ customer })) }],
  },
  "/v1/customers/{id}": { good: [customer], bad: ["nobody", "%ff"] },
  "/v1/forecast": { good: [""], bad: ["?days=60"] },
  "/v1/models": { good: [""], bad: ["?all"] },
  "/v1/kpis": { good: [""], bad: ["?all"] },
  "/v1/kpis/{name}": {
    good: ["total_revenue", "order_count?by=country&cadence=weekly&from=2020-01-01"],
    bad: ["profit", "Total", "total_revenue?by=weather", "weekend_share?cadence=daily"],
  },
  "/v1/findings": {
    good: ["", "?since=2024-01-01&state=open"],
    bad: ["?since=yesterday", "?state=closed", "?all"],
  },
  "/v1/findings/{id}": { good: [finding], bad: ["0000000000000000", "a".repeat(101)] },
  "/v1/quality": { good: [""], bad: ["?all"] },
  "/v1/accounts/{id}/risk": { good: [account], bad: ["nobody", "%ff"] },
  "/v1/risk": { good: ["", "?limit=2&min_amount=1"], bad: ["?limit=0", "?min_amount=-1"] },
  // Nothing is trained for payments here: that is said, and not answered with a guess.
  "/v1/cash": { good: [], bad: ["", "?weeks=27"] },
  "/v1/query": {
    good: [
      { sql: "select count(*) as lines, date '2024-01-02' as day from clean.lines" },
      { saved: "sales_by_day", rows: 3 },
    ],
    bad: [{ sql: "" }, { sql: "select 1", rows: 0 }, { question: "select 1" }],
  },
  "/v1/query:cancel": { good: [{ id: "nothing runs" }], bad: [{}, { id: "a".repeat(101) }] },
  "/v1/queries": { good: [""], bad: ["?all"] },
  "/healthz": { good: [""], bad: ["?x"] },
  "/readyz": { good: [""], bad: ["?x"] },
});

const asked = ({ url }: ServedHome, path: string, method: string, question: unknown): Promise<Response> => {
  if (method === "post")
    return fetch(`${url}${path}`, { method, headers: json, body: JSON.stringify(question) });
  const place = path.includes("{") ? path.replace(/\{\w+\}/, String(question)) : `${path}${question}`;
  return fetch(`${url}${place}`);
};

/** The document at /openapi.json, held against what really comes back. */
export const description = (home: () => ServedHome): void => {
  it("every answer of every route is as /openapi.json says, and so is every refusal", async () => {
    const served = home();
    const document = Description.parse(await (await fetch(`${served.url}/openapi.json`)).json());
    const { paths } = document;
    const checkOf = checksIn(document);
    const known: Record<string, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }> =
      questions(served);
    expect(Object.keys(paths).toSorted()).toEqual(Object.keys(known).toSorted());
    for (const [path, operations] of Object.entries(paths))
      for (const [method, { requestBody, responses }] of Object.entries(operations)) {
        const takes = requestBody && checkOf(requestBody.content, "application/json");
        const gives = checkOf(responses["200"]?.content ?? {}, "application/json");
        const refuses = checkOf(responses["default"]?.content ?? {}, "application/problem+json");
        for (const question of known[path]?.good ?? []) {
          const response = await asked(served, path, method, question);
          expect(response.status, path).toBe(200);
          expect(gives.safeParse(await response.json()).error, path).toBeUndefined();
          expect(takes?.safeParse(question).error, path).toBeUndefined();
        }
        for (const question of known[path]?.bad ?? []) {
          const response = await asked(served, path, method, question);
          expect(response.status, path).toBeGreaterThanOrEqual(400);
          expect(refuses.safeParse(await response.json()).error, path).toBeUndefined();
          if (takes) expect(takes.safeParse(question).success, path).toBe(false);
        }
      }
  });
};
