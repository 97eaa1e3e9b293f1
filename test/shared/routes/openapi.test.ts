import { describe, expect, it } from "vitest";
import { z } from "zod";
import { queryRoutes } from "../../../functions/7-predict/query-routes.ts";
import { predictRoutes } from "../../../functions/7-predict/routes.ts";
import { openApi } from "../../../shared/routes/openapi.ts";
import { content, json } from "../../../shared/routes/replies.ts";
import { route } from "../../../shared/routes/route.ts";
import { lint, noFault } from "./lint.ts";

const nothingAsked = new Error("the routes are described, not asked");
const states = {
  now: () => Promise.reject(nothingAsked),
  renewed: () => Promise.reject(nothingAsked),
  missing: () => Promise.reject(nothingAsked),
};
const about = { title: "Daybook", description: "As it is served." };

describe("the description at /openapi.json", { timeout: 120_000 }, () => {
  const document = openApi([...predictRoutes(states), ...queryRoutes({})], about);

  it("breaks none of Redocly's recommended rules", async () => {
    expect(await lint(document)).toContain(noFault);
  });

  it("refers to the schemas of requests and answers by names", () => {
    const { components, paths } = document as {
      components: { schemas: Record<string, unknown> };
      paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>>;
    };
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(["Problem", "PredictSpendRequest", "PredictSpendAnswer", "ForecastAnswer"]),
    );
    const { requestBody, responses } = paths["/v1/predict/spend"]?.["post"] ?? {};
    const refersTo = (name: string) => expect.stringContaining(`{"$ref":"#/components/schemas/${name}"}`);
    expect(JSON.stringify(requestBody)).toEqual(refersTo("PredictSpendRequest"));
    expect(JSON.stringify(responses?.["200"])).toEqual(refersTo("PredictSpendAnswer"));
    expect(Object.keys(responses ?? {})).toEqual(["200", "400", "413", "415", "default"]);
  });

  it("keeps two routes of one path, forms and files apart", async () => {
    const Note = z.strictObject({ text: z.string() });
    const routes = [
      route({
        method: "GET",
        path: "/notes/{id}",
        summary: "A note",
        params: z.strictObject({ id: z.string() }),
        replies: { html: z.string(), json: Note },
        answer: () => json({}),
      }),
      route({
        method: "POST",
        path: "/notes/{id}",
        summary: "Writes it",
        params: z.strictObject({ id: z.string() }),
        body: Note,
        form: true,
        replies: { json: Note, csv: z.string() },
        answer: () => content("csv", ""),
      }),
    ];
    const described = openApi(routes, about);
    expect(JSON.stringify(described)).toContain("application/x-www-form-urlencoded");
    expect(await lint(described)).toContain(noFault);
  });
});
