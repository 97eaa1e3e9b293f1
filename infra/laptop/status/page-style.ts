import { Html } from "../../../shared/html/html.ts";

/** Plain CSS inside the page: the browser fetches nothing else. */
export const pageStyle = new Html(`
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem 1rem .25rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; white-space: nowrap; }
td { white-space: nowrap; }
td:last-child { white-space: normal; overflow-wrap: anywhere; min-width: 16rem; max-width: 40rem; }
td.number:last-child { min-width: 0; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.busy::before { content: "\\25cf "; color: #c77700; }
.calm::before { content: "\\25cf "; color: #2c8a3d; }
`);
