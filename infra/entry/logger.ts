import type { Log } from "../../shared/platform.ts";
import { withoutControls } from "../../shared/words.ts";
import type { LogLevel } from "./environment.ts";
import { currentTrace } from "./trace.ts";

type Write = (line: string) => void;

const severities = { error: "ERROR", warn: "WARNING", info: "INFO", debug: "DEBUG" } as const;
const levels = Object.keys(severities) as readonly LogLevel[];

/**
 * One JSON object per line, in the field names that Cloud Logging reads, with the trace that the line belongs to.
 * `time` and `severity` are what a collector needs to read the same lines elsewhere (terraform/RUNBOOK.md).
 */
export const jsonLog = (
  write: Write = (line) => console.log(line),
  project?: string,
  level: LogLevel = "info",
): Log => {
  const at = (own: LogLevel): Log["info"] => {
    if (levels.indexOf(own) > levels.indexOf(level)) return () => {};
    const severity = severities[own];
    return (message, fields = {}) => {
      const time = new Date().toISOString();
      // JSON leaves some control characters as they are.
      write(withoutControls(JSON.stringify({ severity, time, message, ...fields, ...traceFields(project) })));
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
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

/** A command's log on stderr: silent until a level is asked for. */
export const stderrLog = (level: LogLevel | undefined): Log =>
  level === undefined ? silentLog : jsonLog((line) => process.stderr.write(`${line}\n`), undefined, level);
