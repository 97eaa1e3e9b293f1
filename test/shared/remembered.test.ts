import { expect, it } from "vitest";
import { remembered } from "../../shared/remembered.ts";

it("makes a value once for the same texts, and again after as many others as it remembers", () => {
  const made: string[] = [];
  const make = remembered((one: string, other?: string) => {
    made.push(`${one} ${other}`);
    return { one, other };
  }, 2);
  expect(make("a")).toBe(make("a"));
  expect(make("a", "b")).not.toBe(make("a"));
  make("c");
  make("a");
  expect(made).toEqual(["a undefined", "a b", "c undefined"]);
  make("a", "b");
  expect(made).toHaveLength(4);
});

it("remembers no failure", () => {
  let attempts = 0;
  const make = remembered((text: string) => {
    attempts++;
    throw new Error(text);
  });
  for (const _ of [1, 2]) expect(() => make("wrong")).toThrow("wrong");
  expect(attempts).toBe(2);
});
