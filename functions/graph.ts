import { graphOf } from "../shared/stage-graph.ts";
import { stages } from "./pipeline.ts";

/** Which stage wakes which. A module of its own, because a package replaces it by a constant and so contains one stage's code only. */
export const graph = graphOf(stages);
