import { expect, it } from "vitest";
import { readJobPrefix } from "../../../infra/gcp/job-prefix.ts";
import { randomIds } from "../../../infra/ids.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";

it("the prefix of job ids stays the same for one state bucket and differs in the next", async () => {
  const [first, second] = [await temporaryHome(), await temporaryHome()];
  const { state } = first.platform;

  const asked = await Promise.all(Array.from({ length: 5 }, () => readJobPrefix(state, randomIds)));

  expect(new Set(asked).size).toBe(1);
  expect(await readJobPrefix(state, randomIds)).toBe(asked[0]);
  expect(await readJobPrefix(second.platform.state, randomIds)).not.toBe(asked[0]);
});
