import type { Deed, Operation } from "./operations.ts";

/** The calls that change files, in strace's words. Others that could are refused, so that no change stays unseen. */
const changing =
  "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,sync_file_range,copy_file_range,sendfile,splice,io_uring_setup,mmap";
export const straceOptions = ["-f", "-y", "--quiet=all", "-s", "100000000", "-e", `trace=${changing}`];

interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: number;
  /** The lines on which it began and ended. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A call that another thread interrupts stands on two lines: it counts where it ends. */
const callsOf = (trace: string): Call[] => {
  const begun = new Map<string, { text: string; startedAt: number }>();
  return trace.split("\n").flatMap((line, endedAt) => {
    const [, thread = "", text = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const head = /^(.*) <unfinished \.\.\.>$/.exec(text)?.[1];
    if (head !== undefined) {
      begun.set(thread, { text: head, startedAt: endedAt });
      return [];
    }
    const tail = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1];
    const start = tail === undefined ? undefined : begun.get(thread);
    const whole = tail === undefined ? text : `${start?.text ?? ""}${tail}`;
    const [, name = "", args = "", result] = /^(\w+)\((.*)\) += (-?\d+)/.exec(whole) ?? [];
    if (name === "" || Number(result) < 0) return [];
    return [{ name, args, result: Number(result), startedAt: start?.startedAt ?? endedAt, endedAt }];
  });
};

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", v: "\v", f: "\f", '"': '"', "\\": "\\" };
const bytesOf = (quoted: string): Buffer =>
  Buffer.from(
    quoted.replace(/\\(?:([0-7]{1,3})|(.))/g, (_, octal: string | undefined, other: string) =>
      octal === undefined ? (escapes[other] ?? other) : String.fromCharCode(Number.parseInt(octal, 8)),
    ),
    "latin1",
  );

const string = String.raw`"((?:[^"\\]|\\.)*)"`;
const descriptor = String.raw`(\d+)<([^>]*)>(\(deleted\))?`;
const ofPath = new RegExp(`^(?:AT_FDCWD<[^>]*>, )?${string}(.*)$`);
const ofTwoPaths = new RegExp(`^(?:AT_FDCWD<[^>]*>, )?${string}, (?:AT_FDCWD<[^>]*>, )?${string}`);
const ofBytes = new RegExp(`^${descriptor}, ${string}, \\d+(?:, (\\d+))?$`);
const ofLength = new RegExp(`^${descriptor}, (\\d+)$`);
const ofFile = new RegExp(`^${descriptor}`);

/** The operations on files below a folder, from what strace wrote of a process. */
export const operationsOf = (trace: string, below: string): Operation[] => {
  /** Where plain writes to an open file go on. */
  const positions = new Map<number, number>();
  const endedAt: number[] = [];
  return callsOf(trace).flatMap((call) => {
    const done = operationOf(call, below, positions);
    // Few calls run at once, so the search from the end is short.
    const after = endedAt.findLastIndex((line) => line < call.startedAt) + 1;
    endedAt.push(...done.map(() => call.endedAt));
    return done.map((operation): Operation => ({ ...operation, after }));
  });
};

const operationOf = (call: Call, below: string, positions: Map<number, number>): Deed[] => {
  const { name, args } = call;
  const inside = (path: string) => path === below || path.startsWith(`${below}/`);
  const [, path = "", rest = ""] = ofPath.exec(args) ?? [];
  switch (name) {
    case "open":
    case "openat": {
      positions.set(call.result, 0);
      if (!inside(path) || !/O_CREAT|O_TRUNC/.test(rest)) return [];
      return [{ does: "make file", path, empty: rest.includes("O_TRUNC") }];
    }
    case "mkdir":
      return inside(path) ? [{ does: "make folder", path }] : [];
    case "unlink":
    case "unlinkat":
    case "rmdir":
      return inside(path) ? [{ does: "remove", path }] : [];
    case "rename": {
      const [, from = "", to = ""] = ofTwoPaths.exec(args) ?? [];
      return inside(from) ? [{ does: "rename", path: from, to }] : [];
    }
    case "mmap":
      // SQLite's shared memory is made anew from the log after a crash: the disk leaves it out.
      if (!/MAP_SHARED/.test(args) || !/PROT_WRITE/.test(args) || args.includes("-shm>")) return [];
      return refuse(call, inside);
    case "write":
    case "pwrite64":
    case "fsync":
    case "fdatasync":
    case "ftruncate":
      return onDescriptor(call, inside, positions);
    default:
      return refuse(call, inside);
  }
};

const onDescriptor = (
  call: Call,
  inside: (path: string) => boolean,
  positions: Map<number, number>,
): Deed[] => {
  const { name, args, result } = call;
  const [, number = "", path = "", deleted] = ofFile.exec(args) ?? [];
  if (name === "write" && number === "1")
    return [{ does: "say", text: bytesOf(ofBytes.exec(args)?.[4] ?? "").toString() }];
  if (!inside(path) || deleted !== undefined) return [];
  if (name === "fsync" || name === "fdatasync") return [{ does: "sync", path }];
  if (name === "ftruncate") return [{ does: "set length", path, bytes: Number(ofLength.exec(args)?.[4]) }];
  const [, , , , text, position] = ofBytes.exec(args) ?? [];
  if (text === undefined) return refuse(call, inside);
  const bytes = bytesOf(text).subarray(0, result);
  if (name === "pwrite64") return [{ does: "write", path, at: Number(position), bytes }];
  const at = positions.get(Number(number)) ?? 0;
  positions.set(Number(number), at + result);
  return [{ does: "write", path, at, bytes }];
};

/** A call that this reader does not know must not pass as if it changed nothing. */
const refuse = ({ name, args }: Call, inside: (path: string) => boolean): never[] => {
  const paths = [...args.matchAll(/[<"]([^>"]*)[>"]/g)].map(([, path = ""]) => path);
  if (!paths.some(inside)) return [];
  throw new Error(`the disk of test/power does not know ${name}(${args.slice(0, 200)}): teach it`);
};
