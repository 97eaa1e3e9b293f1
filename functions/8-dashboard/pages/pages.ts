import type { HttpRoute } from "../../../shared/routes/route.ts";
import type { Desk } from "../page.ts";
import { askPage } from "./ask/ask.ts";
import { askCsv } from "./ask/ask-csv.ts";
import { accountPage } from "./credit/account.ts";
import { callListCsv } from "./credit/call-list.ts";
import { creditPage } from "./credit/credit.ts";
import { customerPage } from "./customers/customer.ts";
import { customersPage } from "./customers/customers.ts";
import { filesPage } from "./files/files.ts";
import { findingPage } from "./findings/finding.ts";
import { findingsPage } from "./findings/findings.ts";
import { forecastPage } from "./forecast/forecast.ts";
import { metricCsv } from "./metrics/metric-csv.ts";
import { metricPage } from "./metrics/metric-page.ts";
import { metricsPage } from "./metrics/metrics-page.ts";
import { modelPage } from "./models/model.ts";
import { modelsPage } from "./models/models.ts";
import { qualityPage } from "./quality/quality.ts";
import { supplierReport } from "./quality/supplier-report.ts";
import { todayPage } from "./today/today.ts";

/** Every page, in the order of the menu. */
export const pageRoutes = (desk: Desk): readonly HttpRoute[] => [
  todayPage(desk),
  metricsPage(desk),
  metricCsv(desk),
  metricPage(desk),
  findingsPage(desk),
  findingPage(desk),
  forecastPage(desk),
  customersPage(desk),
  customerPage(desk),
  creditPage(desk),
  callListCsv(desk),
  accountPage(desk),
  filesPage(desk),
  qualityPage(desk),
  supplierReport(desk),
  modelsPage(desk),
  modelPage(desk),
  askPage(desk),
  askCsv(desk),
];
