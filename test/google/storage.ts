import { atMost, type Rule } from "./rule.ts";

const objects = "https://cloud.google.com/storage/docs/objects#naming";
const buckets = "https://cloud.google.com/storage/docs/buckets#naming";

export const objectNameRules: readonly Rule<string>[] = [
  {
    name: "object-name-length",
    service: "Cloud Storage",
    says: "An object's name has 1 to 1,024 bytes in UTF-8.",
    source: objects,
    refuses: (name) => (name === "" ? "an empty name" : atMost(1024, "bytes")(Buffer.byteLength(name))),
  },
  {
    name: "object-name-lines",
    service: "Cloud Storage",
    says: "An object's name has no carriage return and no line feed.",
    source: objects,
    refuses: (name) => (/[\r\n]/.test(name) ? JSON.stringify(name) : undefined),
  },
  {
    name: "object-name-challenge",
    service: "Cloud Storage",
    says: "An object's name does not start with .well-known/acme-challenge/.",
    source: objects,
    refuses: (name) => (name.startsWith(".well-known/acme-challenge/") ? name : undefined),
  },
  {
    name: "object-name-dots",
    service: "Cloud Storage",
    says: "An object is not named . or ..",
    source: objects,
    refuses: (name) => (name === "." || name === ".." ? name : undefined),
  },
  {
    name: "object-name-unicode",
    service: "Cloud Storage",
    says: "An object's name is valid Unicode.",
    source: objects,
    refuses: (name) => (name.isWellFormed() ? undefined : JSON.stringify(name)),
  },
];

export const writesApartMs = 1000;

export interface Write {
  readonly name: string;
  readonly msSinceLastWrite: number;
}

export const writeRules: readonly Rule<Write>[] = [
  {
    name: "object-write-rate",
    service: "Cloud Storage",
    says: "An object of one name is written once a second at most; the next write is answered 429.",
    source: "https://cloud.google.com/storage/quotas#objects",
    refuses: ({ name, msSinceLastWrite }) =>
      msSinceLastWrite < writesApartMs ? `${name} was written ${msSinceLastWrite} ms ago` : undefined,
  },
];

export const bucketNameRules: readonly Rule<string>[] = [
  {
    name: "bucket-name-characters",
    service: "Cloud Storage",
    says: "A bucket's name is small letters, digits, dashes, underscores and dots, a letter or digit at both ends.",
    source: buckets,
    refuses: (name) => (/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(name) ? undefined : `"${name}"`),
  },
  {
    name: "bucket-name-length",
    service: "Cloud Storage",
    says: "A bucket's name has 3 to 63 characters; with dots 222, and 63 between two of them.",
    source: buckets,
    refuses: (name) => {
      const longest = Math.max(...name.split(".").map(({ length }) => length));
      return name.length < 3 || name.length > 222 || longest > 63 ? `${name.length} characters` : undefined;
    },
  },
  {
    name: "bucket-name-address",
    service: "Cloud Storage",
    says: "A bucket's name does not look like an IP address.",
    source: buckets,
    refuses: (name) => (/^\d+\.\d+\.\d+\.\d+$/.test(name) ? name : undefined),
  },
  {
    name: "bucket-name-google",
    service: "Cloud Storage",
    says: "A bucket's name does not start with goog, and contains neither google nor a misspelling of it.",
    source: buckets,
    refuses: (name) => (/^goog|g[o0][o0]gle/.test(name) ? name : undefined),
  },
];

export const notificationRules: readonly Rule<{ readonly event: string; readonly count: number }>[] = [
  {
    name: "notifications-of-one-event",
    service: "Cloud Storage",
    says: "A bucket tells ten receivers at most of one kind of event.",
    source: "https://cloud.google.com/storage/docs/pubsub-notifications#notification_configurations",
    refuses: ({ event, count }) => atMost(10, `receivers of ${event}`)(count),
  },
];
