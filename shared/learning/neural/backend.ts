import { createRequire } from "node:module";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { messageOf } from "../../errors.ts";

export type Backend = "tensorflow" | "wasm" | "cpu";

/**
 * Returns the first backend that computes a small product correctly (a successful import proves little), and the faster ones
 * that were skipped, with the reason.
 */
export async function chooseBackend(order: readonly Backend[] = ["tensorflow", "wasm", "cpu"]) {
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

/** Restores two functions of node:util that tfjs-node 4.22 calls and Node 23 removed. */
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
  if (!(await tf.setBackend(backend))) throw new Error("the backend does not start");
  await tf.ready();
  // The wasm build installs its own error handlers, which would end the process.
  for (const listener of process.listeners("uncaughtException"))
    if (!before.thrown.includes(listener)) process.off("uncaughtException", listener);
  for (const listener of process.listeners("unhandledRejection"))
    if (!before.rejected.includes(listener)) process.off("unhandledRejection", listener);
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync(),
  );
  if (product[0] !== 19 || product[3] !== 50) throw new Error(`wrong product: ${[...product].join(", ")}`);
}
