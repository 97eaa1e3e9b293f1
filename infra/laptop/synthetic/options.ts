import { z } from "zod";

export const CompanyOptions = z.strictObject({
  seed: z.int().default(1),
  from: z.iso.date().default("2024-01-01"),
  days: z.int().min(1).max(3660).default(120),
  customers: z.int().min(1).default(400),
  products: z.int().min(1).default(200),
  stores: z.int().min(1).default(6),
  /** The average over the run, closed days included. */
  linesPerDay: z.int().min(1).default(250),
  /** How dirty the transaction files are: 0 is clean, 1 is very dirty. */
  mess: z.number().min(0).max(1).default(0.3),
  anomalies: z.int().min(0).default(3),
});
export type CompanyOptions = z.infer<typeof CompanyOptions>;
