import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CompanyOptions, generateCompany } from "../../infra/laptop/synthetic/company.ts";

/** Some days of a company with all its faults, and then a day of another company in the place of the second. */
export const writeTwoCompanies = (folder: string): void => {
  const companies = [1, 2].map((seed) =>
    generateCompany(
      CompanyOptions.parse({
        seed,
        days: 4,
        customers: 12,
        products: 9,
        stores: 2,
        linesPerDay: 12,
        mess: 0.5,
      }),
    ),
  );
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [turn, files] of companies.entries())
    for (const { name, text } of files) {
      const isSale = name.startsWith("transactions/");
      if (turn === 0 ? /^[a-z]/.test(name) && !name.startsWith("credit/") : isSale && name.includes("-02"))
        put(`${turn}/${name}`, text);
    }
};
