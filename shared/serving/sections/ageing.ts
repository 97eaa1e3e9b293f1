import { z } from "zod";

/** How long after its due date an invoice is still open: not due yet, up to 30, 60 or 90 days, more. */
export const Age = z.enum(["current", "to30", "to60", "to90", "more"]);
export type Age = z.infer<typeof Age>;

/** Of each age that there are open invoices of: how many, and what is open in the base currency. */
export const Ageing = z.partialRecord(Age, z.tuple([z.int(), z.number()]));
export type Ageing = z.infer<typeof Ageing>;

export const ageOf = (overdueDays: number): Age => {
  if (overdueDays <= 0) return "current";
  if (overdueDays <= 30) return "to30";
  if (overdueDays <= 60) return "to60";
  return overdueDays <= 90 ? "to90" : "more";
};
