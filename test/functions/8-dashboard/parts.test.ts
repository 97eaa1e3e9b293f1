import { describe, expect, it } from "vitest";
import { formatsFor } from "../../../functions/8-dashboard/formats.ts";
import { preferredLanguage } from "../../../functions/8-dashboard/language.ts";
import { pageCache, renderedPage } from "../../../functions/8-dashboard/page-cache.ts";
import { answerChart } from "../../../functions/8-dashboard/pages/ask/answer-chart.ts";
import { answerTable } from "../../../functions/8-dashboard/pages/ask/answer-table.ts";
import { stateLine } from "../../../functions/8-dashboard/pages/files/state-line.ts";
import { findingLine } from "../../../functions/8-dashboard/pages/findings/finding-line.ts";
import { companyCards } from "../../../functions/8-dashboard/pages/today/company-cards.ts";
import { todoCard } from "../../../functions/8-dashboard/pages/today/todo.ts";
import { csv } from "../../../functions/8-dashboard/parts/csv.ts";
import { feedTable } from "../../../functions/8-dashboard/parts/feed-table.ts";
import { heldFiles } from "../../../functions/8-dashboard/parts/held-files.ts";
import { change, select, table } from "../../../functions/8-dashboard/parts/ui.ts";
import { chosenCookies, may, readerOf, roles } from "../../../functions/8-dashboard/reader.ts";
import { remembered } from "../../../functions/8-dashboard/sources/remembered.ts";
import type { FilesReport } from "../../../functions/8-dashboard/sources/sources.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import type { Html } from "../../../shared/html/html.ts";
import type { ServedFinding } from "../../../shared/serving/sections/findings.ts";
import type { LedgerEntry } from "../../../shared/work/ledger.ts";
import { textOf, viewOf } from "./made-view.ts";

const markup = ({ text }: Html): string => text;

const entry = (object: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ object, generation: "1", feed: "sales", fileDate: "2024-03-04", state: "HELD", attempts: 1 },
  ...{ at: "2024-03-05T10:00:00Z", ...more },
});
const calm: FilesReport = {
  ...{ feeds: [], watchedAt: null, waiting: {}, unfinished: [], rejected: [], held: [], parked: [] },
  ...{ unreadable: [], openErasures: [], recent: [], ignored: [], updating: false },
};
const feed = (more: Partial<FilesReport["feeds"][number]> = {}): FilesReport["feeds"][number] => ({
  ...{ feed: "sales", files: 3, states: {}, newestFileDate: "2024-03-04", newestDay: "2024-03-03" },
  ...{ rows: 1234, quarantined: 0, overdue: false, freshness: null, shortDays: [], ...more },
});

describe("a figure", () => {
  const { amount, change: moved, week } = formatsFor("en", "GBP", "UTC");
  it("shows pence only where the amount is small and has some", () => {
    expect([99.5, 99, 100.5, -99.5, 0].map(amount)).toEqual(["£99.50", "£99", "£101", "-£99.50", "£0"]);
    expect([0.123, -0.5, 0].map(moved)).toEqual(["+12.3%", "-50%", "0%"]);
    expect(week("2024-03-04")).toContain("4 Mar 2024");
    expect(formatsFor("de", "EUR", "UTC").amount(1234.5)).toBe("1.235\u00a0€");
  });

  it("that moved is good or bad by what is good for it, and has an arrow", () => {
    const shown = (value: number, goodIs?: "up" | "down" | "neither", said = "9%") => {
      const [, tone, text] =
        /class="change ?(\w*)">(.*)<\/span>$/.exec(change(said, value, goodIs).text) ?? [];
      return `${tone} ${textOf(text ?? "")}`;
    };
    expect([shown(1), shown(-1), shown(1, "down"), shown(-1, "down"), shown(1, "neither")]).toEqual([
      ...["good ▲|9%", "bad ▼|9%", "bad ▲|9%", "good ▼|9%", " ▲|9%"],
    ]);
    expect([shown(0, "up", "0%"), shown(0.0001, "up", "0%")]).toEqual([" 0%", " 0%"]);
  });

  it("stands to the right in a table, and the first cell names the row", () => {
    const made = markup(
      table("T", [{ head: "a" }, { head: "b", kind: "number", isLess: true }], [["x", "1"]]),
    );
    expect(made).toContain('<th scope="col">a</th><th scope="col" class="n hide-narrow">b</th>');
    expect(made).toContain('<th scope="row">x</th><td class="n hide-narrow">1</td>');
    expect(
      markup(
        select(
          "i",
          "l",
          [
            ["a", "A"],
            ["b", "B"],
          ],
          "b",
        ),
      ),
    ).toContain('<option value="b" selected>B</option>');
  });

  it("is quoted in a spreadsheet where it must be", () => {
    expect(
      csv(
        ["a", "b"],
        [
          [1, null],
          ["x,y", undefined],
        ],
      ),
    ).toBe('a,b\r\n1,\r\n"x,y",\r\n');
  });
});

describe("a reader", () => {
  const who = () => ({ name: "n", role: "viewer" as const });
  const asking = (query: string, headers: Record<string, string> = {}) =>
    ({
      ...{ method: "GET", path: "/", query, headers },
    }) as unknown as Parameters<typeof readerOf>[0];

  it("may do what its role and those below it may", () => {
    expect(roles.map((role) => roles.map((least) => may({ role }, least)))).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it("has the language and theme of the address, of an earlier choice, or of the browser", () => {
    const shown = (query: string, headers?: Record<string, string>) => {
      const { language, theme } = readerOf(asking(query, headers), who);
      return `${language} ${theme}`;
    };
    const cookie = { cookie: "a=b; lang=de; theme=dark", "accept-language": "en" };
    expect([
      shown("lang=en&theme=light", cookie),
      shown("", cookie),
      shown("lang=xx&theme=xx", cookie),
      shown(""),
    ]).toEqual([...["en light", "de dark", "de dark", "en auto"]]);
    expect(["de;q=0.2, en;q=0.9", "fr, de", "de;q=0, fr", "DE-at"].map(preferredLanguage)).toEqual([
      "en",
      "de",
      "en",
      "de",
    ]);
    expect(chosenCookies(asking("lang=de"))["set-cookie"]).toContain("lang=de; Path=/");
    expect([chosenCookies(asking("lang=xx")), chosenCookies(asking(""))]).toEqual([{}, {}]);
  });
});

it("a page that was rendered last is kept, and the one that was used least recently goes", () => {
  const cache = pageCache(10);
  const keep = (key: string, text: string) => cache.keep(key, renderedPage(text));
  const textOf = (key: string) => cache.get(key)?.text;
  keep("a", "aaaa");
  keep("b", "bbbb");
  expect(textOf("a")).toBe("aaaa");
  keep("c", "cc");
  expect(["a", "b", "c"].map(textOf)).toEqual(["aaaa", "bbbb", "cc"]);
  keep("d", "d");
  expect(["a", "b", "c", "d"].map(textOf)).toEqual([undefined, "bbbb", "cc", "d"]);
  keep("b", "b");
  keep("e", "eeeeee");
  expect(["b", "c", "d", "e"].map(textOf)).toEqual(["b", "cc", "d", "eeeeee"]);
  keep("f", "f".repeat(11));
  expect(["b", "c", "d", "e", "f"].map((key) => textOf(key)?.length)).toEqual([
    ...[undefined, undefined, undefined, undefined, 11],
  ]);
});

it("what is remembered is read again in the background once it is old, and at once after a change of our own", async () => {
  let [now, reads] = [0, 0];
  const clock = { now: () => new Date(now), sleep: async () => {} };
  const read = remembered({ clock, log: silentLog }, "x", 1000, async () => ++reads);
  const value = async () => (await read()).value;
  expect([await Promise.all([value(), value()]), await value()]).toEqual([[1, 1], 1]);
  now = 999;
  expect(await value()).toBe(1);
  now = 1000;
  // Whoever asks gets what is held, and causes the reading.
  expect(await value()).toBe(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await value()).toBe(2);
  const before = (await read()).tag;
  await read.again();
  expect([await value(), (await read()).tag === before]).toEqual([3, false]);
});

describe("files", () => {
  it("that are held back are decided by an operator, and shown to others", () => {
    const held = [entry("a.csv", { reason: "half as long", rows: 5, rejected: 2 }), entry("b.csv")];
    const [operator, viewer] = [viewOf(), viewOf("viewer")].map((view) => markup(heldFiles(view, held)));
    expect(textOf(heldFiles(viewOf(), held))).toContain("a.csv|half as long|(7 rows)");
    expect(operator?.match(/name="decision"/g)).toHaveLength(4);
    expect(viewer).not.toContain("decision");
    expect([operator, viewer].map((text) => text?.includes("An operator can release"))).toEqual([
      false,
      true,
    ]);
    expect(markup(heldFiles(viewOf(), []))).toBe("");
    expect(
      markup(
        heldFiles(
          viewOf(),
          Array.from({ length: 101 }, (_, at) => entry(`${at}.csv`)),
        ),
      ).match(/<li/g),
    ).toHaveLength(100);
  });

  it("are calm, at work, or need somebody: the line says what", () => {
    const line = (more: Partial<FilesReport>) => textOf(stateLine(viewOf(), { ...calm, ...more }));
    expect(line({})).toBe("At rest");
    expect(line({ held: [entry("a"), entry("b")], openErasures: [1] })).toBe(
      "Needs you: 2 held back, 1 erasures without a certificate",
    );
    expect(
      line({
        updating: true,
        unfinished: [entry("a")],
        waiting: { clean: 3, publish: 0 },
        held: [entry("b")],
      }),
    ).toBe("Working: 1 to read, clean: 3 waiting, 1 held back|Look again");
  });

  it("by feed: the newest day, what is late or short, and what was refused", () => {
    const rows = (...feeds: FilesReport["feeds"]) =>
      textOf(feedTable(viewOf(), { feeds })).split("sales|").slice(1);
    const due = { newest: "2024-03-03", dueBy: "2024-03-06T09:00:00Z", late: false };
    expect(rows(feed({ files: 0 }))).toEqual([]);
    expect(rows(feed({ states: { REJECTED: 1, STUCK: 2, LOADED: 9 }, quarantined: 5 }))).toEqual([
      "3 Mar 2024|–|3|3|1,234|5",
    ]);
    expect(rows(feed({ newestDay: null, freshness: due }))[0]).toContain("4 Mar 2024|due by 6 Mar 2024");
    expect(rows(feed({ newestDay: null, newestFileDate: null, freshness: due, overdue: true }))[0]).toContain(
      "–|late since 6 Mar 2024",
    );
    const short = [
      { fileDate: "2024-03-01", rows: 1, usual: 9 },
      { fileDate: "2024-03-02", rows: 2, usual: 8 },
    ];
    expect(rows(feed({ freshness: due, overdue: true, shortDays: short }))[0]).toContain(
      "2 Mar 2024 has 2 rows, usual are 8",
    );
  });

  it("that need somebody come first in what to do, eight things at most", () => {
    const todo = (report: Partial<FilesReport>, more: { text: string; href: string }[] = []) =>
      textOf(todoCard(viewOf(), { ...calm, ...report }, [{ task: "spend_30d" } as never], more))
        .split("|")
        .slice(1);
    expect(todo({})).toEqual(["Nothing needs you now."]);
    const due = { newest: "2024-03-03", dueBy: "2024-03-06T09:00:00Z", late: true };
    const short = [
      { fileDate: "2024-03-01", rows: 1, usual: 9 },
      { fileDate: "2024-03-02", rows: 2, usual: 8 },
    ];
    const all = todo(
      {
        ...{ rejected: [entry("a")], held: [entry("b"), entry("c")], parked: [1, 2, 3] as never },
        ...{ unreadable: [1, 2, 3, 4] as never, openErasures: [1, 2, 3, 4, 5] },
        feeds: [feed({ overdue: true, freshness: due, shortDays: short })],
      },
      [{ text: "First of all", href: "/x" }],
    );
    expect(all.map((text) => text.replace(/^(.{34}).*/, "$1"))).toEqual([
      "First of all",
      "Correct and drop again: 1 rejected",
      "Release or refuse 2 files that are",
      "Look into 3 days or files that wer",
      "Make readable, or remove: 4 entrie",
      "Run erase again: 5 erasures have n",
      "Ask for the next sales file: it wa",
      "Look at the sales file of Sat, 2 M",
    ]);
    expect(textOf(todoCard(viewOf(), calm, [], []))).toContain("Train the first models");
  });
});

describe("an answer to a question in SQL", () => {
  const shown = (...rows: Record<string, string | number | null>[]) => markup(answerTable(viewOf(), rows));
  const day = (date: string, net: string | number | null) => ({ date, net });

  it("is drawn as a line where each row has a day of its own, and otherwise as a column for each row", () => {
    const drawn = (...rows: Record<string, string | number | null>[]) =>
      markup(answerChart(viewOf(), rows, ""));
    const three = [day("2024-03-03", 1.5), day("2024-03-01", "2.50"), day("2024-03-02", null)];
    expect(drawn(...three)).toContain('class="line actual"');
    expect(shown(...three)).toContain("2.50");
    const twice = drawn(day("2024-03-01", 1), day("2024-03-01", 2), day("2024-03-02", 2));
    expect(twice).toContain("answer-chart");
    expect(twice).not.toContain('class="line actual"');
    expect(drawn(day("all", 1), day("2024-03-02", 1))).not.toContain('class="line actual"');
    for (const rows of [[day("2024-03-01", 1)], [day("2024-03-01", 1), day("2024-03-02", "x")]])
      expect(drawn(...rows)).not.toContain("answer-chart");
  });

  it("has figures to the right and keeps decimals as they are", () => {
    const made = shown({ name: "a", n: "-1.50", mixed: "1" }, { name: "b", n: null, mixed: "1a" });
    expect(made).toContain(
      '<th scope="col"><code>name</code></th><th scope="col" class="n"><code>n</code></th><th scope="col"><code>mixed</code></th>',
    );
    expect(made).toContain("-1.50");
    expect(made).toContain('<td class="n"><span class="soft">–</span></td>');
  });
});

it("a finding in a list says how far it moved, how sure it is, and what became of it", () => {
  const finding = {
    ...{
      id: "f",
      kpi: "net_sales",
      cadence: "daily",
      period: "2024-03-04",
      segment: "all",
      dimension: "all",
    },
    ...{
      kind: "point",
      direction: "down",
      actual: 50,
      expected: 200,
      severity: "high",
      confidence: 96,
      money: -150,
    },
  } as unknown as ServedFinding;
  const line = (more: Partial<ServedFinding> = {}, state: "open" | "muted" = "open") =>
    textOf(findingLine(viewOf(), { finding: { ...finding, ...more }, act: undefined, state }));
  expect(line()).toContain("▼|-75%");
  expect(line()).toContain("Mon, 4 Mar 2024");
  expect(line()).toContain("96%");
  expect(line()).toContain("-£150");
  expect(line({ money: null })).not.toContain("£");
  expect(line({ expected: 0 })).not.toContain("▼");
  expect(line({}, "muted").length).toBeGreaterThan(line().length);
});

it("the company's own figures stand against the usual weekday", () => {
  const day = (place: number) => new Date(Date.UTC(2024, 0, 1 + place)).toISOString().slice(0, 10);
  const sales = Array.from({ length: 29 }, (_, place): [string, number, number] => [
    day(place),
    place === 28 ? 150 : 100,
    place === 28 ? 3 : 4,
  ]);
  const cards = textOf(
    companyCards(viewOf(), { sales, countries: [], forecast: null, forecastMissing: "few" }),
  );
  expect(cards).toContain("Net sales|▲|+50%|£150|usual for the weekday: £100");
  expect(cards).toContain("Orders|▼|-25%|3|usual for the weekday: 4");
  expect(cards).toContain("Sales per order|▲|+100%|£50|usual for the weekday: £25");
  expect(cards).not.toContain("Next 30 days");
});
