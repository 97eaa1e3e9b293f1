import { expect, it } from "vitest";
import { jsonLog } from "../../../infra/entry/logger.ts";
import { insertOne, openFake } from "./open-fake.ts";

it("a job logs its billed bytes and their cost", async () => {
  const lines: string[] = [];
  const { again } = await openFake();
  await again({ log: jsonLog((line) => lines.push(line)) }).run({ ...insertOne, params: {} });
  const [line, ...more] = lines.map((text) => JSON.parse(text));
  expect(more).toEqual([]);
  expect(line).toMatchObject({ severity: "INFO", event: "warehouse_job", bytes_billed: 10_485_760 });
  expect(line.cost_dollars).toBeCloseTo((6.25 * 10) / 2 ** 20, 9);
});
