import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lex, UnsupportedSql } from "../../../infra/googlesql/lexer.ts";
import { snippets } from "../../sql/snippets.ts";

const kindsOf = (source: string): string[] =>
  lex(source)
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, text }) => `${kind} ${text}`);

describe("the lexer", () => {
  it("loses no character of a text whose strings and comments end", () => {
    const fragments = fc.constantFrom(
      ..."select 'a' \"b\" `c` @d @@e -- x\n|/* y */|'''z;'''|r'\\'|1.5e3|0xf|<>|(|)|[|]|.|,|;| |\n|é|#q\n|$|''|".split(
        /[ |]/,
      ),
      ...snippets.map(({ sql }) => sql),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fragments, fc.string()), { maxLength: 8 }), (pieces) => {
        const source = pieces.join(" ");
        try {
          const tokens = lex(source);
          expect(tokens.map(({ text }) => text).join("")).toBe(source);
          expect(tokens.every(({ text, offset }) => source.startsWith(text, offset))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UnsupportedSql);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("reads all snippets without a loss", () => {
    for (const { sql } of snippets)
      expect(
        lex(sql)
          .map(({ text }) => text)
          .join(""),
      ).toBe(sql);
  });

  it("does not read marks inside strings and quoted names as symbols", () => {
    expect(kindsOf("select ';' as `a;b`, r'\\' -- no comment', @p -- 'x'\n/* ; */ ;")).toEqual([
      "word select",
      "string ';'",
      "word as",
      "quoted `a;b`",
      "symbol ,",
      "string r'\\' -- no comment'",
      "symbol ,",
      "parameter @p",
      "comment -- 'x'",
      "comment /* ; */",
      "symbol ;",
    ]);
  });
});
