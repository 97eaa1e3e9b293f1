import { type Bucket, Storage } from "@google-cloud/storage";
import type { ObjectInfo, ObjectStore } from "../../shared/ports.ts";
import { readObject } from "./object-read.ts";
import { failed, infoOf, metadataOf } from "./object-replies.ts";
import { removeObject, uploadObject, writeObject } from "./object-writes.ts";

export interface GcpObjectStoreOptions {
  readonly projectId?: string;
  /** A server in the place of Google's, such as http://127.0.0.1:4443. It is asked without credentials. */
  readonly apiEndpoint?: string;
}

export const gcpObjectStore = (bucketName: string, options: GcpObjectStoreOptions = {}): ObjectStore => {
  const storage = new Storage(options);
  const bucket = storage.bucket(bucketName);
  const authorize = async (url: string): Promise<Headers> =>
    options.apiEndpoint === undefined ? storage.authClient.getRequestHeaders(url) : new Headers();
  return {
    stat: async (name, generation) => {
      const metadata = await metadataOf(bucket, name, generation);
      return metadata && infoOf(metadata);
    },
    read: (name, generation) => readObject(bucket, name, generation, authorize),
    write: (name, body, options = {}) => writeObject(bucket, name, body, options),
    upload: (name, path, options = {}) => uploadObject(bucket, name, path, options),
    remove: (name, options = {}) => removeObject(bucket, name, options),
    list: (prefix) => list(bucket, prefix),
  };
};

/** Google Cloud Storage gives the names in the order of their UTF-8 bytes, page after page. */
const list = async (bucket: Bucket, prefix: string): Promise<readonly ObjectInfo[]> => {
  try {
    const [files] = await bucket.getFiles({ prefix });
    return files.map((file) => infoOf(file.metadata));
  } catch (error) {
    throw failed("list", bucket, `${prefix}*`, error);
  }
};
