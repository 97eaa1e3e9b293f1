import { expect, it, vi } from "vitest";
import { sendAlerts } from "../../../../functions/4-analyze/alerts/send-alerts.ts";
import { readFindings } from "../../../../functions/4-analyze/read-findings.ts";
import { FindingsAnswer } from "../../../../functions/7-predict/findings.ts";
import { ask } from "../../../../functions/operations/ask-predict.ts";
import { findingText } from "../../../../infra/cli/text/findings.ts";
import { decimalText, nano, total } from "../../../../shared/decimal.ts";
import { ServedFinding } from "../../../../shared/serving/sections/findings.ts";
import { type TemporaryHome, temporaryHome } from "../../../e2e/temporary-home.ts";
import { pagesOf } from "../../8-dashboard/asked-pages.ts";
import { dayAfter, days, shopFiles, watchedRevenue } from "./watched-shop.ts";

vi.setConfig({ testTimeout: 300_000 });

const lastDay = dayAfter(days - 1);

const shop = async (files: readonly { readonly name: string; readonly text: string }[]) => {
  const home = await temporaryHome({ DAYBOOK_KPIS: watchedRevenue() });
  for (const { name, text } of files) await home.dropText(name, text);
  await home.settle();
  return home;
};

/** The lines are not in the order of their times. */
const untilNoon = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !/T1[2-9]:/.test(line))
    .join("\n");

const newest = async (home: TemporaryHome): Promise<ServedFinding> => {
  const { findings } = FindingsAnswer.parse(await ask(home.platform, `/v1/findings?since=${lastDay}`));
  const [finding] = findings.filter(({ dimension }) => dimension === "all");
  return ServedFinding.parse(await ask(home.platform, `/v1/findings/${finding?.id}`));
};

it("a finding is served with its words in both languages and parts that add up, in the command and the page too", async () => {
  const home = await shop(shopFiles({ [lastDay]: { lines: { Germany: 1 } } }));
  const finding = await newest(home);
  const { verdict, change, drivers = [], en, de } = finding.explanation ?? {};
  expect(verdict).toBe("segments");
  const own = drivers.filter(({ split }) => split === "segments");
  expect(own[0]?.where).toContainEqual({ dimension: "country", value: "Germany" });
  expect(decimalText(total(own.map(({ contribution }) => nano(contribution ?? "0"))))).toBe(
    decimalText(nano(change ?? "")),
  );
  const [row] = await home.rows(
    `select headline_en, paragraph_de from insights.explanations where finding_id = '${finding.id}'`,
  );
  expect([en?.headline, de?.paragraph]).toEqual([row?.["headline_en"], row?.["paragraph_de"]]);

  expect(findingText(finding, "en")).toContain(en?.paragraph);
  expect(findingText(finding, "de")).toContain(de?.paragraph);
  expect(findingText(finding, "de")).toContain("country Germany");
  const { text } = await pagesOf(home).get(`/findings/${finding.id}?lang=de`);
  expect(text).toContain("Germany");
  expect(text).toContain('id="causes');
  expect(text).toContain("Die Teile ergeben zusammen genau die Änderung.");
});

it("a snapshot from before findings were explained is still read", async () => {
  const home = await shop(shopFiles({ [lastDay]: { lines: { Germany: 1 } } }));
  const { explanation, ...older } = await newest(home);
  expect(explanation).toBeDefined();
  expect(ServedFinding.parse(older)).toEqual(older);
  expect(findingText(older, "en")).toContain(older.id);
});

it("a file that is cut off is told as a fault of the data, not as a finding", async () => {
  const files = shopFiles().map(({ name, text }) => ({
    name,
    text: name.includes(lastDay) ? untilNoon(text) : text,
  }));
  const home = await shop(files);
  const finding = await newest(home);
  expect(finding.explanation).toMatchObject({ verdict: "data_fault", faults: [{ kind: "short_file" }] });
  const published: unknown[] = [];
  const bus = { publish: async (_: string, message: unknown) => void published.push(message) };
  const findings = await readFindings(home.platform.warehouse, { first: lastDay, last: lastDay });
  await sendAlerts({ ...home.platform, bus, alerts: { topic: "alerts" } }, findings);
  expect(published).toMatchObject([
    { type: "daybook.data-fault.v1", data: { faults: [{ kind: "short_file" }] } },
  ]);
  const { text } = await pagesOf(home).get(`/findings/${finding.id}?lang=en`);
  expect(text).toContain("nobody was alerted");
});
