import { expect, it } from "vitest";
import { kpiText, listText } from "../../../infra/cli/text/kpis.ts";
import { readKpi } from "../../shared/kpis/kpi-text.ts";

const sold = {
  name: "sold",
  label: "Sold",
  unit: "money",
  direction: "up_good",
  cadence: ["daily"],
  newest: [{ period: "2024-03-04", value: 1234.5, cadence: "daily", state: "complete" }],
};

it("a list of KPIs shows the newest value, or that a KPI is set aside", () => {
  expect(listText([{ ...sold, setAside: null }])).toContain("1,234.5 (2024-03-04)");
  const aside = listText([{ ...sold, newest: [], setAside: "Out of Range Error: too large" }]);
  expect(aside).toContain("set aside: `kpis show` says why");
});

it("a KPI that is set aside shows its reason", () => {
  expect(kpiText(readKpi({}), [], "Out of Range Error: too large")).toContain(
    "set aside   Out of Range Error: too large",
  );
  expect(kpiText(readKpi({}), sold.newest, null)).not.toContain("set aside");
});
