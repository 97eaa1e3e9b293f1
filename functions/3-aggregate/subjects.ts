import { sales } from "./sales/sales.ts";
import type { MetricsSubject } from "./subject.ts";

export const subjects: readonly MetricsSubject[] = [sales];
