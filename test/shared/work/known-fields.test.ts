import { expect, it } from "vitest";
import { z } from "zod";
import { parseKnown } from "../../../shared/work/known-fields.ts";

const Entry = z.strictObject({ id: z.string(), parts: z.array(z.strictObject({ n: z.int() })) });

it("leaves out the fields that a later version added, at any depth, and changes nothing that it was given", () => {
  const stored = { id: "a", parts: [{ n: 1 }, { n: 2, unit: "kg" }], since: "2.0" };
  expect(parseKnown(Entry, stored)).toEqual({ id: "a", parts: [{ n: 1 }, { n: 2 }] });
  expect(stored).toEqual({ id: "a", parts: [{ n: 1 }, { n: 2, unit: "kg" }], since: "2.0" });
});

it("guesses nothing: a field that is missing or of another type is an error, whatever else was added", () => {
  expect(() => parseKnown(Entry, { id: "a", parts: [{ n: "1" }], since: "2.0" })).toThrow("expected number");
  expect(() => parseKnown(Entry, { parts: [], since: "2.0" })).toThrow("expected string");
});
