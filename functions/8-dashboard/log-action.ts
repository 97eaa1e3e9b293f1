import type { Log } from "../../shared/platform.ts";
import type { Reader } from "./reader.ts";

/** Who did what: an action, or a download of what cells hold or whom rows name. */
export const logAction = (
  log: Log,
  action: string,
  { name, role }: Reader,
  about: Readonly<Record<string, unknown>>,
): void => log.info("a person acted", { action, by: name, role, ...about });
