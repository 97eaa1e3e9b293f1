import { credit } from "./credit/credit.ts";
import { sales } from "./sales/sales.ts";
import type { MetricsSubject } from "./subject.ts";
import { tiers } from "./tiers/tiers.ts";

/** In version 0.1 sales was alone and had the bare job id, which the first subject keeps: append others. */
export const subjects: readonly MetricsSubject[] = [sales, credit, tiers];
