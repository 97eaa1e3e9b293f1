import { CompanyOptions, generateCompany } from "../../../infra/laptop/synthetic/company.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";

export const firstDay = "2024-01-01";
export const companyDays = 100;

/** A small company after the whole pipeline: few customers, who return often. */
export const companyHome = async (): Promise<TemporaryHome> => {
  const options = { seed: 5, from: firstDay, days: companyDays, customers: 60, products: 40, stores: 3 };
  const home = await temporaryHome();
  for (const { name, text } of generateCompany(
    CompanyOptions.parse({ ...options, linesPerDay: 60, mess: 0.1, anomalies: 0 }),
  ))
    if (!name.startsWith("_") && !name.startsWith("credit/")) await home.dropText(name, text);
  await home.settle();
  return home;
};

/** The date this many days after the company's first. */
export const dayNumber = (index: number): string => isoDate(dayOf(firstDay) + index);
