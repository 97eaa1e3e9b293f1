import { describe, expect, it } from "vitest";
import { action } from "../../../functions/8-dashboard/action.ts";
import { type Desk, sent, viewOf as viewFor } from "../../../functions/8-dashboard/page.ts";
import { renderedPage } from "../../../functions/8-dashboard/page-cache.ts";
import { customersTable, shownId } from "../../../functions/8-dashboard/pages/customers/customers.ts";
import { readUpload } from "../../../functions/8-dashboard/pages/files/read-upload.ts";
import { troubles } from "../../../functions/8-dashboard/pages/files/troubles.ts";
import { whyItMoved } from "../../../functions/8-dashboard/pages/findings/why-it-moved.ts";
import { calibration, drift, importance } from "../../../functions/8-dashboard/pages/models/reliability.ts";
import type { FilesReport } from "../../../functions/8-dashboard/sources/sources.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import type { HttpRequest } from "../../../shared/http.ts";
import type { RankedCustomer } from "../../../shared/serving/sections/customer-ranks.ts";
import type { ServedFinding } from "../../../shared/serving/sections/findings.ts";
import { textOf, viewOf } from "./made-view.ts";

describe("a file that is sent by a form", () => {
  const uploaded = async (files: readonly (readonly [string, string])[], name?: string) => {
    const form = new FormData();
    for (const [as, text] of files) form.append("file", new File([text], as));
    if (name !== undefined) form.append("name", name);
    const whole = new Response(form);
    const request = {
      content: new Uint8Array(await whole.arrayBuffer()),
      contentType: whole.headers.get("content-type"),
    };
    const read = await readUpload(request as unknown as HttpRequest);
    return read.map((file) => [file.name, Buffer.from(file.content).toString()].join(": "));
  };

  it("has its own name, or the one that was given to it", async () => {
    expect(
      await uploaded([
        ["a.csv", "x"],
        ["b.csv", "y"],
      ]),
    ).toEqual(["a.csv: x", "b.csv: y"]);
    expect(await uploaded([["a.csv", "x"]], " sales\\2024.csv ")).toEqual(["sales/2024.csv: x"]);
    expect(await uploaded([["a.csv", "x"]], "  ")).toEqual(["a.csv: x"]);
    await expect(
      uploaded(
        [
          ["a.csv", "x"],
          ["b.csv", "y"],
        ],
        "c.csv",
      ),
    ).rejects.toThrow("a name is for one file");
    await expect(uploaded([])).rejects.toThrow("no file was chosen");
    await expect(uploaded([["", ""]])).rejects.toThrow("no file was chosen");
  });

  it("leads nowhere out of the folder, is not hidden, and has at most 1,000 bytes of name", async () => {
    for (const name of ["../a", "a/../b", "/a", "a//b", ".a", "a/_b", "a\u0001b", "a/", "ä".repeat(501)])
      await expect(uploaded([["f", "x"]], name)).rejects.toThrow("a name is like");
    expect(await uploaded([["f", "x"]], "ä".repeat(500))).toEqual([`${"ä".repeat(500)}: x`]);
  });
});

describe("a form", () => {
  const desk = {
    who: () => ({ name: "Ann", role: "analyst" }),
    platform: { log: silentLog },
  } as unknown as Desk;
  const asked = async (
    headers: Readonly<Record<string, string>>,
    least: "analyst" | "operator" = "analyst",
  ) => {
    const route = action(desk, { path: "/x", summary: "x", least, mostBytes: 10, act: async () => "/done" });
    return (route as unknown as { answer(asked: object): Promise<{ status: number }> }).answer({
      ...{ params: undefined, body: undefined, request: { headers, path: "/x", method: "POST" } },
    });
  };

  it("is taken from the dashboard's own page, by what the browser says of it", async () => {
    const own = { host: "shop:8080", origin: "http://shop:8080" };
    const taken = [
      own,
      { "sec-fetch-site": "same-origin" },
      { host: "inner", "x-forwarded-host": "shop", origin: "https://shop" },
    ];
    for (const headers of taken) expect((await asked(headers)).status).toBe(303);
    const refused = [
      {},
      { host: "shop" },
      { ...own, "sec-fetch-site": "cross-site" },
      { ...own, "sec-fetch-site": "none" },
      { ...own, origin: "http://shop:8081" },
      { ...own, origin: "null" },
      { ...own, "x-forwarded-host": "other" },
    ];
    for (const headers of refused)
      await expect(asked(headers)).rejects.toThrow("not sent from a page of this dashboard");
    await expect(asked(own, "operator")).rejects.toThrow(
      "this needs the role operator, and yours is analyst",
    );
  });
});

it("a link keeps what the address asks for, changes what it says, and drops what it takes away", async () => {
  const desk = {
    ...{
      who: () => ({ name: "", role: "viewer" }),
      platform: { company: { baseCurrency: "GBP", timeZone: "UTC" } },
    },
  } as unknown as Desk;
  const request = { headers: {}, query: "q=a%26b&page=3" } as unknown as HttpRequest;
  const view = await viewFor(desk, request, undefined);
  expect(view.keep({ page: "4" })).toBe("?q=a%26b&page=4");
  expect(view.keep({ page: undefined, order: "net" })).toBe("?q=a%26b&order=net");
  expect(sent(renderedPage("x"), { etag: "e", status: 200 }, request)).toMatchObject({
    etag: "e",
    cacheControl: "private, no-cache",
  });
  expect(sent(renderedPage("x"), { status: 404 }, request)).toMatchObject({
    status: 404,
    cacheControl: "no-store",
  });
});

it("an id is shown to whoever may see people, and otherwise its last two characters", () => {
  expect([shownId(viewOf("analyst"), "C123"), shownId(viewOf("viewer"), "C12😀")]).toEqual(["C123", "…2😀"]);
  const row: RankedCustomer = {
    ...{
      id: "a/b",
      country: null,
      orders: 2,
      net: 50.5,
      firstDay: "2024-01-01",
      lastDay: "2024-02-01",
      expected: null,
    },
  };
  const shown = (rows: readonly RankedCustomer[]) =>
    textOf(customersTable(viewOf("analyst"), rows))
      .split("|")
      .slice(-6);
  expect(customersTable(viewOf("analyst"), [row]).text).toContain('href="/customers/a%2Fb"');
  expect(shown([row])).toEqual(["Customer since", "a/b", "2", "£50.50", "1 Feb 2024", "1 Jan 2024"]);
  expect(shown([row, { ...row, id: "b", expected: 9 }]).slice(-4)).toEqual([
    "£50.50",
    "£9",
    "1 Feb 2024",
    "1 Jan 2024",
  ]);
});

describe("why a finding moved", () => {
  const driver = (split: string, contribution: string | null, value: string, kind = "segment") => ({
    ...{ split, kind, contribution, where: value === "" ? [] : [{ dimension: "country", value }] },
  });
  const told = (drivers: readonly object[], more: object = {}, of: object = {}) => {
    const words = { headline: "H", paragraph: "P", nextStep: "N" };
    const explanation = {
      actual: "90",
      expected: "100",
      verdict: "spread",
      drivers,
      en: words,
      de: words,
      ...more,
    };
    const finding = {
      kpi: "orders",
      cadence: "daily",
      kind: "point",
      period: "2024-10-07",
      explanation,
      ...of,
    };
    return textOf(whyItMoved(viewOf(), finding as unknown as ServedFinding));
  };

  it("is drawn by its first complete split", () => {
    const segments = [driver("segments", "-7", "DE"), driver("segments", "-3", "", "rest")];
    const shown = told([driver("factors", "1", "price"), ...segments]);
    expect(shown).toContain("DE");
    expect(shown).not.toContain("price");
    expect(told([driver("factors", "-10", "price")])).toContain("price");
    expect(told([driver("mix_rate", "-10", "DE", "mix"), driver("factors", "1", "price")])).toContain("DE (");
    // A part without a contribution, or a change without both ends, cannot be drawn.
    for (const text of [
      told([...segments, driver("segments", null, "FR")]),
      told(segments, { actual: null }),
      told(segments, { expected: null }),
    ])
      expect(text).not.toContain("DE");
  });

  it("is told of one period, also where a level moved over many", () => {
    for (const kind of ["shift", "trend"])
      expect(told([], {}, { kind })).toMatch(/over several periods.*about .*7 Oct.* alone/);
    for (const kind of ["point", "threshold", "rule"])
      expect(told([], {}, { kind })).not.toContain("over several periods");
  });

  it("says first that the data are at fault, where they are", () => {
    const note = (verdict: string) => told([], { verdict }).split("|").length;
    expect(note("data_fault")).toBe(note("spread") + 1);
    expect(whyItMoved(viewOf(), { kpi: "orders" } as ServedFinding).text).toBe("");
  });
});

describe("how far a model can be relied on", () => {
  it("is told by its ten most important features, and by what its bands have held", () => {
    const importances = Array.from({ length: 11 }, (_, place) => ({
      feature: `f${place}_x`,
      increase: 11 - place,
    }));
    const shown = textOf(
      importance(viewOf(), { importances } as unknown as Parameters<typeof importance>[1]),
    );
    expect([shown.includes("f9 x"), shown.includes("f10 x"), shown.includes("11.000")]).toEqual([
      true,
      false,
      true,
    ]);
    const held = { intervals: { coverage: { "80": 0.791, "95": 0.93, upper90: 0.5 } } };
    expect(textOf(calibration(viewOf(), held as unknown as Parameters<typeof calibration>[1]))).toMatch(
      /80%\|79.1%.*95%\|93%/,
    );
  });

  it("is told by the drift of eight features, in another colour above a quarter", () => {
    const features = [0.25, 0.2501, 0, 0, 0, 0, 0, 0.1, 9].map((psi, place) => ({ name: `f${place}`, psi }));
    const report = { drift: { features, asOf: "2024-03-04", rows: 1234 } };
    const { text } = drift(viewOf(), report as unknown as Parameters<typeof drift>[1]);
    expect([...text.matchAll(/<span class="warn-text">([\d.]+)</g)].map(([, psi]) => psi)).toEqual(["0.250"]);
    expect(text.indexOf("warn-text")).toBeGreaterThan(text.indexOf("0.250"));
    expect([text.includes("f7"), text.includes("f8"), text.includes("1,234")]).toEqual([true, false, true]);
  });
});

it("what stopped by itself stands with its reason, and work without a day has none", () => {
  const since = "2024-03-04T10:00:00Z";
  const report = {
    ...{ held: [], unreadable: [{ name: "", reason: "gone", since }] },
    parked: [
      { stage: "clean", of: "sales", date: "1970-01-01", reason: "too large", since },
      { stage: "clean", of: "sales", date: "2024-03-01", reason: "too large", since },
    ],
  } as unknown as FilesReport;
  const shown = textOf(troubles(viewOf(), report));
  expect(shown).toContain("clean: sales|–|too large|4 Mar 2024, 10:00");
  expect(shown).toContain("clean: sales|1 Mar 2024|too large");
  expect(troubles(viewOf(), { ...report, parked: [], unreadable: [] }).text).toBe("");
});
