import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actsIn } from "../../../shared/insights/acts.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { dayAfter, days, shopFiles, watchedRevenue } from "../4-analyze/causes/watched-shop.ts";
import { pagesOf } from "./asked-pages.ts";

/** A shop whose last day has a finding. */
let home: OpenedHome;
let finding: string;
beforeAll(async () => {
  home = await openTemporaryHome({ DAYBOOK_KPIS: watchedRevenue() });
  for (const { name, text } of shopFiles({ [dayAfter(days - 1)]: { lines: { Germany: 1 } } }))
    await home.dropText(name, text);
  await home.settle();
  const [row] = await home.rows(
    "select id from insights.findings where state = 'open' and dimension = 'all'",
  );
  finding = `/findings/${row?.["id"]}`;
}, 300_000);
afterAll(() => home?.discard());

const acts = () => actsIn(home.platform.state).list();

describe("a finding", () => {
  it("that is acknowledged twice is acknowledged once, by whoever did it first", async () => {
    const [one, other] = [pagesOf(home, "analyst"), pagesOf(home, "operator")];
    const first = await one.post(finding, { state: "acknowledged", note: "a stock-out" });
    expect([first.status, first.headers["location"]]).toEqual([303, `${finding}?done=1`]);
    expect((await other.post(finding, { state: "acknowledged", note: "me too" })).status).toBe(303);
    expect(await acts()).toMatchObject([{ kind: "acknowledged", by: "a analyst", note: "a stock-out" }]);
    const { text } = await other.get(finding);
    expect(text).toContain("Acknowledged by a analyst");
    expect(text).not.toContain("me too");
  });

  it("that two people act on at the same moment is in one of the two states, and each page shows the same", async () => {
    const pages = pagesOf(home);
    const answers = await Promise.all(
      ["muted", "expected", "muted", "expected"].map((state) => pages.post(finding, { state })),
    );
    expect(answers.map(({ status }) => status).filter((status) => ![303, 409, 503].includes(status))).toEqual(
      [],
    );
    expect(answers.some(({ status }) => status === 303)).toBe(true);
    const [act, ...others] = await acts();
    expect(others).toEqual([]);
    expect(["muted", "expected"]).toContain(act?.kind);
    const shown = (await pagesOf(home).get(`/findings?state=${act?.kind}`)).text;
    expect(shown).toContain(`href="${finding}"`);
  });

  it("is acted on by no viewer, in no way that does not exist, and with no endless note", async () => {
    const before = await acts();
    const viewer = pagesOf(home, "viewer");
    expect((await viewer.post(finding, { state: "muted" })).status).toBe(403);
    expect((await viewer.get(finding)).text).not.toContain('<form class="controls" method="post"');
    const pages = pagesOf(home);
    expect((await pages.post(finding, { state: "eaten" })).status).toBe(400);
    expect((await pages.post(finding, { state: "muted", note: "x".repeat(501) })).status).toBe(400);
    expect(await acts()).toEqual(before);
  });

  it("that a tab still shows, and corrected files have withdrawn, is not muted: the tab is told", async () => {
    for (const { name, text } of shopFiles().slice(-1)) await home.dropText(name, text);
    await home.settle();
    const [row] = await home.rows(`select state from insights.findings where id = '${finding.slice(10)}'`);
    expect(row?.["state"]).toBe("withdrawn");
    const { text } = await pagesOf(home).get(finding);
    expect(text).toContain("Withdrawn: corrected or late files");
  });
});

it("files are sent by no analyst, and a page of another site sends none", async () => {
  const post = (role: "analyst" | "operator", headers: Record<string, string>) =>
    pagesOf(home, role).post("/files", {}, headers);
  expect((await post("analyst", { origin: "http://pages.test", host: "pages.test" })).status).toBe(403);
  expect((await post("operator", { origin: "https://evil.example", host: "pages.test" })).status).toBe(403);
});
