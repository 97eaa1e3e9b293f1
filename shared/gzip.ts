import { gzipSync } from "node:zlib";

/** As replies are compressed. Level 6 is three times as slow for two percent less. */
export const gzip = (body: string | Uint8Array): Uint8Array => gzipSync(body, { level: 4 });
