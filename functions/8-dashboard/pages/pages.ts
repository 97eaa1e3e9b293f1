import type { HttpRoute } from "../../../shared/routes/route.ts";
import type { Desk } from "../page.ts";
import { comingPage } from "./coming.ts";
import { customerPage } from "./customers/customer.ts";
import { customersPage } from "./customers/customers.ts";
import { filesPage } from "./files/files.ts";
import { forecastPage } from "./forecast/forecast.ts";
import { modelPage } from "./models/model.ts";
import { modelsPage } from "./models/models.ts";
import { qualityPage } from "./quality/quality.ts";
import { todayPage } from "./today/today.ts";

/** Every page, in the order of the menu. */
export const pageRoutes = (desk: Desk): readonly HttpRoute[] => [
  todayPage(desk),
  comingPage(desk, "metrics", "/metrics"),
  comingPage(desk, "metrics", "/metrics/{kpi}"),
  comingPage(desk, "findings", "/findings"),
  comingPage(desk, "findings", "/findings/{id}"),
  forecastPage(desk),
  customersPage(desk),
  customerPage(desk),
  comingPage(desk, "credit", "/credit"),
  filesPage(desk),
  qualityPage(desk),
  modelsPage(desk),
  modelPage(desk),
  comingPage(desk, "ask", "/ask"),
];
