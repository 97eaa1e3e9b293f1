import type { Log, Platform } from "../shared/platform.ts";
import type { Env } from "./env.ts";
import { connectLocal } from "./local/platform.ts";

/** Chooses the adapters. There is one world so far: a folder. */
export const connect = (env: Env, log: Log): Platform => connectLocal({ env, log });
