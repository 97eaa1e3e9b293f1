import { type Bucket, Storage } from "@google-cloud/storage";
import type { ObjectInfo, ObjectStore } from "../../shared/ports.ts";
import { readMetadata, storageError, toObjectInfo } from "./object-metadata.ts";
import { readObject } from "./object-read.ts";
import { removeObject, uploadObject, writeObject } from "./object-writes.ts";

export interface GcpObjectStoreOptions {
  readonly projectId?: string;
  /** Another server than Google's, such as http://127.0.0.1:4443. It gets no credentials. */
  readonly apiEndpoint?: string;
}

export const gcpObjectStore = (bucketName: string, options: GcpObjectStoreOptions = {}): ObjectStore => {
  const storage = new Storage(options);
  const bucket = storage.bucket(bucketName);
  const authorize = async (url: string): Promise<Headers> =>
    options.apiEndpoint === undefined ? storage.authClient.getRequestHeaders(url) : new Headers();
  return {
    stat: async (name, generation) => {
      const metadata = await readMetadata(bucket, name, generation);
      return metadata && toObjectInfo(metadata);
    },
    read: (name, generation) => readObject(bucket, name, generation, authorize),
    write: (name, body, options = {}) => writeObject(bucket, name, body, options),
    upload: (name, path, options = {}) => uploadObject(bucket, name, path, options),
    remove: (name, options = {}) => removeObject(bucket, name, options),
    list: (prefix) => list(bucket, prefix),
  };
};

/** Google Cloud Storage lists names in the order of their UTF-8 bytes. */
const list = async (bucket: Bucket, prefix: string): Promise<readonly ObjectInfo[]> => {
  try {
    const [files] = await bucket.getFiles({ prefix });
    return files.map((file) => toObjectInfo(file.metadata));
  } catch (error) {
    throw storageError("list", bucket, `${prefix}*`, error);
  }
};
