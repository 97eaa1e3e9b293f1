import type { Snippet } from "./snippet.ts";

export const strings: readonly Snippet[] = [
  {
    name: "resolves escapes in strings",
    sql: "select 'a\"b', \"a'b\", 'a\\'b', \"x\\\"y\", r'a\\d', '''t'q''', \"\"\"a\"b\"\"\", '\\x41\\u00e9\\101', 'a\\\\b', '\\t'",
    rows: [['a"b', "a'b", "a'b", 'x"y', "a\\d", "t'q", 'a"b', "AéA", "a\\b", "\t"]],
  },
  {
    name: "leaves comment marks, semicolons, @ and backticks in strings alone",
    sql: "select '-- no comment', '/* neither */', '# nor', 'a;b', '@p', '`x`', '''a\n;'''",
    rows: [["-- no comment", "/* neither */", "# nor", "a;b", "@p", "`x`", "a\n;"]],
  },
  {
    name: "skips comments whatever they contain",
    sql: "select 'a' /* c ; ' ` */, 1 -- ' ; @p \"\n, 2 # \"x ;",
    rows: [["a", 1, 2]],
  },
  {
    name: "makes a CONCAT with NULL NULL",
    sql: "select concat('a', 'b', 'c'), concat('a', null), 'a' || 'b', 'a' || cast(1 + 2 as string)",
    rows: [["abc", null, "ab", "a3"]],
  },
  {
    name: "changes case, length and direction",
    sql: "select upper('äb'), lower('AB'), length('äb'), char_length('ab'), reverse('abc'), repeat('ab', 3), replace('aXbX', 'X', '--'), replace('abc', '', 'x')",
    rows: [["ÄB", "ab", 2, 2, "cba", "ababab", "a--b--", "abc"]],
  },
  {
    name: "searches in text",
    sql: "select strpos('abcb', 'b'), strpos('abc', 'z'), starts_with('abc', 'ab'), ends_with('abc', 'bc'), left('abc', 2), right('abc', 2), left('ab', 5)",
    rows: [[2, 0, true, true, "ab", "bc", "ab"]],
  },
  {
    name: "pads text",
    sql: "select lpad('7', 3, '0'), rpad('7', 3), lpad('abcd', 2), lpad('x', 5, 'ab')",
    rows: [["007", "7  ", "ab", "ababx"]],
  },
  {
    name: "counts SUBSTR from either end",
    sql: "select substr('abc', 2), substr('abc', 0), substr('abc', -2), substr('abc', -5), substr('abc', 2, 1), substr('abc', 0, 2), substr('abc', -5, 3), substr('abc', -2, 1), substr('abc', 5)",
    rows: [["bc", "abc", "bc", "abc", "b", "ab", "abc", "b", ""]],
  },
  {
    name: "trims every kind of white space",
    sql: "select trim('  a b  '), trim('xxaxx', 'x'), ltrim('  a '), rtrim(' a  '), trim('\\t a\\n'), trim('\\u00a0a\\u2003')",
    rows: [["a b", "a", "a ", " a", "a", "a"]],
  },
  {
    name: "trims each of Unicode's white spaces and no other character",
    sql: "select trim('\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200aa\\u2028\\u2029\\u202f\\u205f\\u3000'), length(trim('\\u200b\\ufeff\\u180e'))",
    rows: [["a", 3]],
  },
  {
    name: "splits",
    sql: "select split('a,b,,c'), split('a-b', '-'), split('', ','), split('a--b', '--'), split('a-b', '-')[offset(1)], split('a-b', '-')[safe_offset(2)]",
    rows: [[["a", "b", "", "c"], ["a", "b"], [""], ["a", "b"], "b", null]],
  },
  {
    name: "finds a pattern anywhere in the text",
    sql: "select regexp_contains('abc123', '[0-9]+'), regexp_contains('abc', '^b'), regexp_contains('a\\nb', 'a.b'), regexp_contains('abc', '(?i)B')",
    rows: [[true, false, false, true]],
  },
  {
    name: "replaces every match",
    sql: "select regexp_replace('a1b22', r'\\d+', '#'), regexp_replace('John Smith', r'(\\w+) (\\w+)', r'\\2 \\1'), regexp_replace('abc', 'x', 'y')",
    rows: [["a#b#", "Smith John", "abc"]],
  },
  {
    name: "extracts the group, or the match, or NULL",
    sql: "select regexp_extract('abc123', r'[0-9]+'), regexp_extract('abc', r'[0-9]+'), regexp_extract('k=v', r'k=(\\w)'), regexp_extract('a(b', r'\\('), regexp_extract('foobar', r'(?:foo)(bar)'), regexp_extract('x[(]y', r'[(]'), regexp_extract('abc', r'(?P<n>b)')",
    rows: [["123", null, "v", "(", "bar", "(", "b"]],
  },
  {
    name: "extracts all matches",
    sql: "select regexp_extract_all('a1b22', r'\\d+'), regexp_extract_all('k=1 k=2', r'k=(\\d)'), regexp_extract_all('abc', 'x')",
    rows: [[["1", "22"], ["1", "2"], []]],
  },
  {
    name: "hashes to hexadecimal text",
    sql: "select to_hex(md5('a')), to_hex(sha256('a')), mod(cast(concat('0x', substr(to_hex(md5('k')), 1, 8)) as int64), 10)",
    rows: [
      [
        "0cc175b9c0f1b6a831c399e269772661",
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
        7,
      ],
    ],
  },
];
