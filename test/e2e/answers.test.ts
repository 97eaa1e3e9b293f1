import { afterAll, beforeAll, describe } from "vitest";
import { commands } from "./answers/commands.ts";
import { description } from "./answers/description.ts";
import { floods, neverEnding } from "./answers/floods.ts";
import { paths } from "./answers/paths.ts";
import { refusals } from "./answers/refusals.ts";
import { switches } from "./answers/switches.ts";
import { type ServedHome, servedHome } from "./served-home.ts";

let served: ServedHome;
let slowBody: Promise<string>;

// One trained company for all of them: it takes longer to make than any of them takes.
beforeAll(async () => {
  served = await servedHome();
  slowBody = neverEnding(served);
});
afterAll(() => served.stop());

const home = () => served;

describe("`daybook predict` and `daybook forecast`", () => commands(home));
describe("predict under functions-framework, asked wrongly", () => refusals(home));
describe("predict under functions-framework, by path and method", () => paths(home));
describe("predict as /openapi.json describes it", () => description(home));
describe("predict under functions-framework, asked too much", () => floods(home, () => slowBody));
// The last ones: they change who answers.
describe("predict under functions-framework, while what it serves changes", () => switches(home));
