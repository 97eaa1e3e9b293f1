import type { Log } from "../../shared/platform.ts";
import { currentTrace } from "./trace.ts";

type Write = (line: string) => void;

/** One JSON object per line, in the field names that Cloud Logging reads, with the trace that the line belongs to. */
export const jsonLog = (write: Write = (line) => console.log(line), project?: string): Log => {
  const at =
    (severity: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      write(JSON.stringify({ severity, message, ...fields, ...traceFields(project) }));
  return { info: at("INFO"), warn: at("WARNING"), error: at("ERROR") };
};

const traceFields = (project: string | undefined): Readonly<Record<string, unknown>> => {
  const trace = currentTrace();
  if (!trace) return {};
  if (project === undefined) return { trace: trace.traceId };
  return {
    "logging.googleapis.com/trace": `projects/${project}/traces/${trace.traceId}`,
    "logging.googleapis.com/spanId": trace.spanId,
    "logging.googleapis.com/trace_sampled": true,
  };
};

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
