import { request as askInClear, type IncomingMessage } from "node:http";
import { request as askEncrypted } from "node:https";
import { setTimeout } from "node:timers/promises";
import type { Bucket } from "@google-cloud/storage";
import { crc32c } from "@node-rs/crc32";
import { ObjectMissing } from "../../shared/errors.ts";
import { failed } from "./object-replies.ts";

/**
 * The stored bytes, compared with the server's checksum at their end; whoever stops early has compared nothing.
 * Asked for without the client, which closes every connection of the process when one reader stops early, rounds the
 * generation to a number, and prints a warning for each long body.
 */
export async function* readObject(
  bucket: Bucket,
  name: string,
  generation: string | undefined,
  authorize: (url: string) => Promise<Headers>,
): AsyncGenerator<Uint8Array, void> {
  const url = urlOf(bucket, name, generation);
  try {
    const response = await answer(url, () => authorize(url.href));
    if (response.statusCode === 404) {
      response.resume();
      throw missing(bucket, name, generation);
    }
    if (response.statusCode !== 200)
      throw new Error(`status ${response.statusCode}: ${await textOf(response)}`);
    yield* verified(response);
  } catch (error) {
    throw error instanceof ObjectMissing ? error : failed("read", bucket, name, error);
  }
}

const urlOf = (bucket: Bucket, name: string, generation: string | undefined): URL => {
  const path = `/storage/v1/b/${encodeURIComponent(bucket.name)}/o/${encodeURIComponent(name)}`;
  const url = new URL(bucket.storage.apiEndpoint + path);
  url.searchParams.set("alt", "media");
  if (generation !== undefined) url.searchParams.set("generation", generation);
  return url;
};

const ATTEMPTS = 5;
const FIRST_RETRY_MS = 250;
/** Until the first bytes of an answer. Later a slow reader must not be taken for a slow server. */
const ANSWER_MS = 30_000;

/** The first answer that is not a passing fault. A body that breaks off is not asked for again: its reader begins anew. */
const answer = async (url: URL, authorize: () => Promise<Headers>): Promise<IncomingMessage> => {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === ATTEMPTS;
    const headers = { ...Object.fromEntries(await authorize()), ...RAW };
    const response = await ask(url, headers).catch((error: unknown) => {
      if (last) throw error;
      return undefined;
    });
    if (response !== undefined && (last || !isPassing(response.statusCode))) return response;
    response?.destroy();
    await setTimeout(Math.random() * FIRST_RETRY_MS * 2 ** attempt);
  }
};

/** Without the first of these Google Cloud Storage would decompress what is stored with the encoding gzip. */
const RAW = { "accept-encoding": "gzip", "cache-control": "no-store" };

const isPassing = (status = 0): boolean => status === 408 || status === 429 || status >= 500;

const ask = (url: URL, headers: Record<string, string>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = (url.protocol === "http:" ? askInClear : askEncrypted)(url, { headers });
    request.setTimeout(ANSWER_MS, () => request.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    request.once("error", reject);
    request.once("response", (response) => {
      request.setTimeout(0);
      resolve(response);
    });
    request.end();
  });

async function* verified(response: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  let crc = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    crc = crc32c(chunk, crc);
    yield chunk;
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  const found = bytes.toString("base64");
  const expected = /crc32c=([^,\s]+)/.exec(String(response.headers["x-goog-hash"]))?.[1];
  if (found !== expected) throw new Error(`crc32c is ${found}, the server says ${expected}`);
}

const missing = (bucket: Bucket, name: string, generation: string | undefined): Error => {
  const which = generation === undefined ? "" : ` generation ${generation}`;
  return new ObjectMissing(`read gs://${bucket.name}/${name}: there is no such object${which}`);
};

const textOf = async (response: IncomingMessage): Promise<string> => {
  const body: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) body.push(chunk);
  return Buffer.concat(body).toString().slice(0, 500);
};
