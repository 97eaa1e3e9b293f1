/**
 * Rules that the SQL of clean's own subjects states in clean.quarantine: its parameter @subject_rules. All others there are a
 * contract's, so no check against other rows may have one of these names.
 */
export const cleanRules = [
  "duplicate",
  "fx_missing",
  "price_unknown",
  "unknown_invoice",
  "superseded",
  "unknown_item",
  "duplicate_payment",
  "paid_before_issue",
  "credit_exceeds_invoice",
] as const;
