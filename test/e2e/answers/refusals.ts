import { expect, it } from "vitest";
import type { ServedHome } from "../served-home.ts";
import { json, post, problemOf, sent, spend, withBody } from "./requests.ts";

/** What is asked wrongly is refused with what is wrong and where. */
export const refusals = (home: () => ServedHome): void => {
  it("case 75: Cloud Run alone decides who may ask; our code looks at no token: the same answer with none, an old or a foreign one, and none is logged", async () => {
    const served = home();
    const question = JSON.stringify({ customer: served.customers[0] });
    const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString("base64url");
    const token = (claims: object) => `Bearer ${part({ alg: "RS256" })}.${part(claims)}.c2lnbmVk`;
    const plain = await (await post(served, "/v1/predict/spend", question)).text();
    for (const authorization of [
      token({ aud: served.url, exp: 1 }),
      token({ aud: "https://elsewhere.example", exp: 9_999_999_999 }),
      "Bearer nonsense",
      "Basic YTpi",
    ])
      for (const name of ["authorization", "x-serverless-authorization"]) {
        const response = await post(served, "/v1/predict/spend", question, {
          ...json,
          [name]: authorization,
        });
        expect({ status: response.status, text: await response.text() }).toEqual({
          status: 200,
          text: plain,
        });
        expect(served.said()).not.toContain(authorization);
      }
  });

  it("case 76: a body that is too large, too deep or none at all → 413, 400 or 415 and no work", async () => {
    const served = home();
    const deep = `{"questions":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    const many = `{"questions":[${Array(100_000).fill("{}").join()}]}`;
    const rows = [
      [413, await post(served, "/v1/predict/spend", Buffer.alloc(33 * 1024 * 1024, 32))],
      [413, await post(served, "/v1/predict/spend", Buffer.alloc(1024 * 1024, 32))],
      [413, await post(served, "/v1/predict/spend:batch", Buffer.alloc(33 * 1024 * 1024, 32))],
      [400, await post(served, "/v1/predict/spend:batch", deep)],
      [400, await post(served, "/v1/predict/spend:batch", many)],
      [415, await post(served, "/v1/predict/spend", "{}", { "content-type": "text/csv" })],
      [
        415,
        await post(served, "/v1/predict/spend", "{}", { "content-type": "application/json; charset=latin1" }),
      ],
      [400, await post(served, "/v1/predict/spend", '{"customer":')],
      [400, await post(served, "/v1/predict/spend", "")],
      [400, await post(served, "/v1/predict/spend", Buffer.from('{"customer":"Zoë"}', "latin1"))],
      [400, await post(served, "/v1/predict/spend", "{}", { ...json, "content-encoding": "gzip" })],
    ] as const;
    for (const [status, response] of rows) {
      const problem = await problemOf(response);
      expect(problem.status, problem.detail).toBe(status);
    }
    const got = await sent(served, withBody("GET /v1/forecast", '{"customer":"a"}'));
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("case 77: values that are no answerable question → 400 with the path of each field", async () => {
    const served = home();
    const [customer = ""] = served.customers;
    const wrong = [
      ['{"customer":"a","today":{"amount":NaN,"items":1}}', "body"],
      ['{"customer":"a","today":{"amount":Infinity,"items":1}}', "body"],
      ['{"customer":"a","today":{"amount":1e308,"items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":1e999,"items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":"12","items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":-1,"items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":1,"items":1,"orders":1.5}}', "today.orders"],
      ['{"customer":"a","today":{"amount":1,"items":1,"discount":2}}', "today.discount"],
      ['{"customer":"a","store":"S99"}', "body"],
      ['{"customer":"a","__proto__":{"horizon":"30d"}}', "body"],
      ['{"customer":17850}', "customer"],
      ['{"customer":""}', "customer"],
      ['{"customer":"a","date":"2024-02-30"}', "date"],
      ['{"customer":"a","horizon":"90d"}', "horizon"],
    ] as const;
    for (const [body, path] of wrong) {
      const { status, errors } = await problemOf(await post(served, "/v1/predict/spend", body));
      expect({ body, status, paths: errors?.map((error) => error.path) }).toEqual({
        body,
        status: 400,
        paths: [path],
      });
    }
    const several = await problemOf(
      await post(served, "/v1/predict/spend:batch", `{"questions":[{"customer":"a"},{"customer":1}]}`),
    );
    expect(several.errors?.map(({ path }) => path)).toEqual(["questions.1.customer"]);
    for (const date of ["1999-12-31", "2999-01-01"])
      expect((await problemOf(await spend(served, { customer, date }))).detail).toMatch(
        /^date: .*(first day is|at most)/,
      );
  });
};
