import { readFileSync, writeFileSync } from "node:fs";
import manifest from "../../package.json" with { type: "json" };

/** `npm version` runs this once package.json has the new version: what was unreleased becomes its section. */
const file = "CHANGELOG.md";
const heading = "## [Unreleased]\n";
const text = readFileSync(file, "utf8");
const [, notes = ""] = /^## \[Unreleased\]\n([\s\S]*?)(?=^## \[|(?![\s\S]))/m.exec(text) ?? [];
if (notes.trim() === "") throw new Error(`${file}: nothing is listed under [Unreleased]`);
const today = new Date().toISOString().slice(0, 10);
writeFileSync(
  file,
  text.replace(heading, () => `${heading}\n## [${manifest.version}] - ${today}\n`),
);
