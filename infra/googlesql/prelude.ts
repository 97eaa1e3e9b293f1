import { readFileSync } from "node:fs";

/** Session settings and the macros that translated SQL calls. Run it on every new connection. */
export const prelude: string = readFileSync(new URL("prelude.sql", import.meta.url), "utf8");
