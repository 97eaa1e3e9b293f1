import type { Log } from "../shared/platform.ts";

type Write = (line: string) => void;

/** One JSON object per line, in the field names that Cloud Logging reads. */
export const jsonLog = (write: Write = (line) => console.log(line)): Log => {
  const at =
    (severity: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      write(JSON.stringify({ severity, message, ...fields }));
  return { info: at("INFO"), warn: at("WARNING"), error: at("ERROR") };
};

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
