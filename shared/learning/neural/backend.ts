import { createRequire } from "node:module";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { messageOf } from "../../errors.ts";

export type Backend = "tensorflow" | "wasm" | "cpu";

export interface Chosen {
  readonly backend: Backend;
  /** What would have been quicker, and why it was not taken. */
  readonly skipped: readonly string[];
}

/** The first backend that gets a small product right: an import that succeeds proves nothing. */
export async function chooseBackend(
  order: readonly Backend[] = ["tensorflow", "wasm", "cpu"],
): Promise<Chosen> {
  // Otherwise the slow backend prints an advertisement for the native one.
  tf.enableProdMode();
  const skipped: string[] = [];
  for (const backend of order) {
    try {
      if (backend === "tensorflow") loadNative();
      await start(backend);
      return { backend, skipped };
    } catch (error) {
      skipped.push(`${backend}: ${messageOf(error).split("\n")[0]}`);
    }
  }
  throw new Error(`no TensorFlow.js backend works here: ${skipped.join("; ")}`);
}

/** tfjs-node 4.22 calls two functions of node:util that Node 23 took away. */
function loadNative(): void {
  const missing = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, replacement] of Object.entries(missing))
    if (!(name in util)) Object.assign(util, { [name]: replacement });
  createRequire(import.meta.url)("@tensorflow/tfjs-node");
}

async function start(backend: Backend): Promise<void> {
  const before = {
    thrown: process.listeners("uncaughtException"),
    rejected: process.listeners("unhandledRejection"),
  };
  if (!(await tf.setBackend(backend))) throw new Error("it does not start");
  await tf.ready();
  // The wasm build installs handlers of its own, which would take the process down in our place.
  for (const listener of process.listeners("uncaughtException"))
    if (!before.thrown.includes(listener)) process.off("uncaughtException", listener);
  for (const listener of process.listeners("unhandledRejection"))
    if (!before.rejected.includes(listener)) process.off("unhandledRejection", listener);
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync(),
  );
  if (product[0] !== 19 || product[3] !== 50)
    throw new Error(`its products are wrong: ${[...product].join(", ")}`);
}
