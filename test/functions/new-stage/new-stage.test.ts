import { afterAll, beforeAll, expect, it } from "vitest";
import { copyHouse, type HouseCopy } from "./house-copy.ts";

/** The first of two files: a folder with a stage that notes the days it was handed. */
const stageFile = `
import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";

export const noteDays = (platform: Platform) => async (_: Wake): Promise<void> =>
  drain(platform, "toy", {
    takeUp: (lease) => lease.settle(),
    async round(_lease, tokens) {
      const days = tokens.flatMap((token) => token.days).sort();
      await platform.state.write("toy/v1/days.json", JSON.stringify(days));
      await dirtySetIn(platform.state).remove(tokens);
    },
  });
`;

/** The second: its entry, its place in the list, and whose finished work it takes. */
const withToy = (pipeline: string): string =>
  replaced(
    replaced(
      pipeline,
      "export const stages = {",
      `export const toy = {
  folder: "4-toy",
  trigger: { topic: true },
  input: Wake,
  buckets: { state: "use" },
  resources: { memory: "256Mi", timeoutSeconds: 60, maxInstances: 1 },
  pace: { per: "rebuild", seconds: 1 },
  run: noteDays,
} satisfies Stage<Wake>;

export const stages = { toy,`,
    ),
    'wakes: ["publish"],',
    'wakes: ["toy", "publish"],',
  ).replace("import", 'import { noteDays } from "./4-toy/note-days.ts";\nimport');

const replaced = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`functions/pipeline.ts has no "${from}"`);
  return text.replace(from, to);
};

let house: HouseCopy;
beforeAll(() => {
  house = copyHouse();
  house.write("functions/4-toy/note-days.ts", stageFile);
  house.write("functions/pipeline.ts", withToy(house.read("functions/pipeline.ts")));
});
afterAll(() => house.remove());

it("a stage of two files is registered with functions-framework", () => {
  house.write(
    "ask.ts",
    `import { getTestServer } from "@google-cloud/functions-framework/testing";
await import("./functions/index.ts");
getTestServer("toy");
process.stdout.write("registered");
process.exit();`,
  );
  expect(house.run("ask.ts")).toEqual({ code: 0, output: "registered" });
});

it("it is woken on the laptop by the work of the stage before it", () => {
  house.write(
    "drop/transactions/2024-10-06.csv",
    `invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id
1,A,Tea,2,2024-10-06T09:00:00,3.50,GBP,C1
`,
  );
  const { code, output } = house.run("infra/cli/daybook.ts", "run", "drop");
  expect(code, output).toBe(0);
  house.write(
    "look.ts",
    `import { openBuckets } from "./infra/local/object-store.ts";
const state = openBuckets("home/buckets").bucket("state");
for await (const chunk of state.read("toy/v1/days.json")) process.stdout.write(chunk);
process.exit();`,
  );
  expect(house.run("look.ts").output).toBe('["2024-10-06"]');
});

it("it is looked after by the doctor", () => {
  const { output } = house.run("infra/cli/daybook.ts", "--json", "doctor");
  expect(JSON.parse(output)).toContainEqual(
    expect.objectContaining({ check: "waiting for toy", state: "fine" }),
  );
});

it("it is packaged as an archive that starts, with its own code and no other stage's", () => {
  const { code, output } = house.run("infra/deploy/build.ts", "toy");
  expect(code, output).toBe(0);
  expect(output).toMatch(/^toy +\d+ KiB +\d+ KiB +\d+ ms/m);
});

it("it is in Terraform's map, with its topic and the right to be woken by the stage before it", () => {
  const { code, output } = house.run("infra/deploy/write-terraform.ts");
  expect(code, output).toBe(0);
  const { toy, analyze, sweep } = JSON.parse(house.read("terraform/pipeline.json"));
  expect(toy).toMatchObject({ topic: true, memory: "256Mi", buckets: { state: "use" }, wakes: ["toy"] });
  expect(analyze.wakes).toContain("toy");
  expect(sweep.wakes).toContain("toy");
});
