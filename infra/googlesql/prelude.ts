import { readFileSync } from "node:fs";

/** To be run on every new connection: the session's settings and the macros that toDuckDb's output calls. */
export const prelude: string = readFileSync(new URL("prelude.sql", import.meta.url), "utf8");
