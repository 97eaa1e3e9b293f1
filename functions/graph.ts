import { graphOf } from "../shared/stage-graph.ts";
import { stages } from "./pipeline.ts";

/** A module of its own: in a package it is a constant, so that one stage's package holds no other stage's code. */
export const graph = graphOf(stages);
