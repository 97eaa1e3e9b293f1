import {
  CompanyOptions,
  type GeneratedFile,
  generateCompany,
} from "../../../infra/laptop/synthetic/company.ts";

/** The files of a synthetic company's trade business alone. */
export const creditCompany = (options: Partial<CompanyOptions> = {}): GeneratedFile[] =>
  [
    ...generateCompany(
      CompanyOptions.parse({
        ...{ days: 150, customers: 500, products: 20, stores: 1, linesPerDay: 5, mess: 0, anomalies: 0 },
        ...options,
      }),
    ),
  ].filter(({ name }) => name.startsWith("credit/"));

/** The payments with every date after the day changed: later, earlier, or left out. */
export const rewrittenAfter = (
  payments: GeneratedFile,
  day: string,
  later: (row: number) => string | undefined,
) => {
  const [header = "", ...rows] = payments.text.trimEnd().split("\n");
  const kept = rows.flatMap((row, index) => {
    const [invoice, paidOn = ""] = row.split(",");
    if (paidOn <= day) return [row];
    const date = later(index);
    return date === undefined ? [] : [`${invoice},${date}`];
  });
  return { ...payments, text: `${[header, ...kept].join("\n")}\n` };
};
