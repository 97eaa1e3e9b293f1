import { randomUUID } from "node:crypto";
import type { Ids } from "../shared/ports.ts";

export const randomIds: Ids = { next: () => randomUUID() };
