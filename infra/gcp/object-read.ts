import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type { Bucket } from "@google-cloud/storage";
import { crc32c } from "@node-rs/crc32";
import { ObjectMissing } from "../../shared/errors.ts";
import { encodeChecksum } from "../checksum.ts";
import { storageError } from "./object-metadata.ts";

/**
 * Reads the stored bytes and verifies the server's checksum at the end; a reader that stops early gets no verification.
 * Does not use the client library, which closes every connection of the process when one reader stops early, rounds
 * generations to a number, and prints a warning for each long body.
 */
export async function* readObject(
  bucket: Bucket,
  name: string,
  generation: string | undefined,
  authorize: (url: string) => Promise<Headers>,
): AsyncGenerator<Uint8Array, void> {
  const url = objectUrl(bucket, name, generation);
  try {
    const response = await requestWithRetries(url, () => authorize(url.href));
    if (response.statusCode === 404) {
      response.resume();
      throw objectMissing(bucket, name, generation);
    }
    if (response.statusCode !== 200)
      throw new Error(`status ${response.statusCode}: ${(await text(response)).slice(0, 500)}`);
    yield* verified(response);
  } catch (error) {
    throw error instanceof ObjectMissing ? error : storageError("read", bucket, name, error);
  }
}

const objectUrl = (bucket: Bucket, name: string, generation: string | undefined): URL => {
  const path = `/storage/v1/b/${encodeURIComponent(bucket.name)}/o/${encodeURIComponent(name)}`;
  const url = new URL(bucket.storage.apiEndpoint + path);
  url.searchParams.set("alt", "media");
  if (generation !== undefined) url.searchParams.set("generation", generation);
  return url;
};

const ATTEMPTS = 5;
const FIRST_RETRY_MS = 250;
/** The timeout until the first bytes. None applies later: the reader may be the slow one. */
const RESPONSE_MS = 30_000;

/** Retries transient failures. A body that breaks off is not resumed: the reader starts again. */
const requestWithRetries = async (url: URL, authorize: () => Promise<Headers>): Promise<IncomingMessage> => {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === ATTEMPTS;
    const headers = { ...Object.fromEntries(await authorize()), ...RAW_HEADERS };
    const response = await send(url, headers).catch((error: unknown) => {
      if (last) throw error;
      return undefined;
    });
    if (response !== undefined && (last || !isTransient(response.statusCode))) return response;
    response?.destroy();
    await setTimeout(Math.random() * FIRST_RETRY_MS * 2 ** attempt);
  }
};

/** Without `accept-encoding` Google Cloud Storage would decompress objects whose encoding is gzip. */
const RAW_HEADERS = { "accept-encoding": "gzip", "cache-control": "no-store" };

const isTransient = (status = 0): boolean => status === 408 || status === 429 || status >= 500;

const send = (url: URL, headers: Record<string, string>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = (url.protocol === "http:" ? requestHttp : requestHttps)(url, { headers });
    request.setTimeout(RESPONSE_MS, () =>
      request.destroy(new Error(`no answer within ${RESPONSE_MS / 1000} s`)),
    );
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
  const found = encodeChecksum(crc);
  const expected = /crc32c=([^,\s]+)/.exec(String(response.headers["x-goog-hash"]))?.[1];
  if (found !== expected) throw new Error(`crc32c is ${found}, the server says ${expected}`);
}

const objectMissing = (bucket: Bucket, name: string, generation: string | undefined): Error => {
  const which = generation === undefined ? "" : ` generation ${generation}`;
  return new ObjectMissing(`read gs://${bucket.name}/${name}: there is no such object${which}`);
};
