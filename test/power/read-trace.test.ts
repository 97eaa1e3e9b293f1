import { expect, it } from "vitest";
import { operationsOf } from "./read-trace.ts";

it("reads what a process did to the files of a folder, in the order in which it ended", () => {
  const trace = [
    `7 openat(AT_FDCWD</work>, "/home/a", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0666) = 5</home/a>`,
    String.raw`7 write(5</home/a>, "\0\37x\n\"", 5) = 5`,
    `8 fsync(5</home/a> <unfinished ...>`,
    `7 write(5</home/a>, "yz", 2) = 2`,
    `8 <... fsync resumed>)            = 0`,
    String.raw`7 pwrite64(5</home/a>, "\1772", 2, 4096) = 2`,
    `7 ftruncate(5</home/a>, 3) = 0`,
    `7 rename("/home/a", "/home/b") = 0`,
    `7 mkdir("/home/f", 0777) = 0`,
    `7 unlink("/home/none") = -1 ENOENT (No such file or directory)`,
    `7 unlink("/elsewhere") = 0`,
    String.raw`7 write(1</dev/pts/0>, "kept a\n", 7) = 7`,
  ].join("\n");
  expect(operationsOf(trace, "/home")).toEqual([
    { does: "make file", path: "/home/a", empty: true, after: 0 },
    { does: "write", path: "/home/a", at: 0, bytes: Buffer.from('\0\x1fx\n"'), after: 1 },
    { does: "write", path: "/home/a", at: 5, bytes: Buffer.from("yz"), after: 2 },
    { does: "sync", path: "/home/a", after: 2 },
    { does: "write", path: "/home/a", at: 4096, bytes: Buffer.from("\x7f2"), after: 4 },
    { does: "set length", path: "/home/a", bytes: 3, after: 5 },
    { does: "rename", path: "/home/a", to: "/home/b", after: 6 },
    { does: "make folder", path: "/home/f", after: 7 },
    { does: "say", text: "kept a\n", after: 8 },
  ]);
});

it("refuses a change that it does not know, instead of overlooking it", () => {
  const call = `7 copy_file_range(5</home/a>, NULL, 6</home/b>, NULL, 100, 0) = 100`;
  expect(() => operationsOf(call, "/home")).toThrow("does not know copy_file_range");
  expect(operationsOf(call, "/other")).toEqual([]);
  expect(() => operationsOf(`7 link("/home/a", "/home/b") = 0`, "/home")).toThrow("does not know link");
});
