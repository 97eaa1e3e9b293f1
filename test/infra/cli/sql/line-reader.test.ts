import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { LineReader } from "../../../../infra/cli/sql/line-reader.ts";
import type { Session } from "../../../../infra/cli/sql/session.ts";

const readerOf = (ask: Session["ask"]) => {
  const input = new PassThrough();
  const lines = createInterface({ input, output: new PassThrough() });
  const session: Session = { ask, obey: async () => {}, tableNames: async () => [] };
  return { input, reader: new LineReader(lines, session, true) };
};

it("at a terminal Ctrl+C stops the statement that runs, and the shell goes on", async () => {
  const asked: string[] = [];
  const started = Promise.withResolvers<void>();
  const { input, reader } = readerOf(async (sql, signal) => {
    asked.push(sql);
    if (sql !== "endless") return;
    started.resolve();
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped"))));
  });
  const ended = reader.read();
  input.write("endless;\n");
  await started.promise;
  reader.interrupt();
  input.end("select 1;\n");
  expect(await ended).toBe(0);
  expect(asked).toEqual(["endless", "select 1"]);
});

it("at a terminal Ctrl+C throws away what is being typed", async () => {
  const asked: string[] = [];
  const { input, reader } = readerOf(async (sql) => void asked.push(sql));
  const ended = reader.read();
  input.write("select wrong\n");
  await new Promise((resolve) => setImmediate(resolve));
  reader.interrupt();
  input.end("select 1;\n");
  expect(await ended).toBe(0);
  expect(asked).toEqual(["select 1"]);
});
