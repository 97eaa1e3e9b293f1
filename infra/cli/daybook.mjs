// Plain JavaScript, because the Node that is too old for the rest has to understand this much. npm puts the
// project's own Node first on the path; with install scripts off it has none and silently takes the machine's.
const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
  process.stderr.write(
    `Daybook needs Node 24 and found ${process.versions.node}. Run "npm ci" with install scripts allowed, which brings its own.\n`,
  );
  process.exit(1);
}
