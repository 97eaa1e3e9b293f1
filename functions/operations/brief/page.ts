import { Html, html } from "../../../shared/html/html.ts";
import type { Brief } from "./brief.ts";
import { type BriefContent, type BriefFigure, type BriefStory, briefContent } from "./page-content.ts";

/** One page without scripts or other files. Backgrounds are set for both schemes, so that contrast is certain. */
const style = new Html(`
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2024; --soft: #5b6470; --line: #d9dee4; --card: #f6f7f9;
  --up: #1a6e3c; --down: #b3261e; --bar: #2f6fb2; --against: #b26a00; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --ink: #e8eaed; --soft: #a4adb8; --line: #343b44;
  --card: #1d2126; --up: #7fd3a0; --down: #ff9d94; --bar: #7fb4ea; --against: #f0b45c; } }
* { box-sizing: border-box; }
body { background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; margin: 0 auto;
  max-width: 50rem; padding: 2rem 1.25rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { border-bottom: 1px solid var(--line); font-size: 1.1rem; margin: 2.25rem 0 .75rem; padding-bottom: .25rem; }
h3 { font-size: 1.05rem; line-height: 1.35; margin: 0 0 .4rem; }
p { margin: 0 0 .75rem; }
.soft { color: var(--soft); font-size: .9rem; }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line);
  border-radius: 6px; margin: 0 0 1rem; padding: 1rem 1.1rem; break-inside: avoid; }
article.critical, article.high { border-left-color: var(--down); }
article.medium { border-left-color: var(--against); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
.number { padding-right: 0; padding-left: .75rem; text-align: right; white-space: nowrap; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
td.bar { width: 34%; padding-left: .9rem; }
svg { display: block; height: .95rem; margin-top: .3rem; width: 100%; }
.with { fill: var(--bar); } .against { fill: var(--against); } .axis { stroke: var(--soft); stroke-width: .5; }
.good { color: var(--up); } .bad { color: var(--down); }
tr.found { font-weight: 600; } tr.found th { font-weight: 600; }
li { margin-bottom: .35rem; }
@media print { body { font-size: 11pt; max-width: none; padding: 0; } article { background: none; } }
`);

export const briefPage = (brief: Brief): string => {
  const content = briefContent(brief);
  const { labels, language, title, notes, stories } = content;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${title}</h1>${notes.map((note) => html`<p>${note}</p>`)}</header>
<main>
<section><h2>${labels.moved}</h2>
${stories.length === 0 ? html`<p>${labels.nothingFound}</p>` : stories.map((story) => storyCard(story, content))}
</section>
${nextSteps(content)}
<section><h2>${labels.data}</h2><ul>${content.data.map((line) => html`<li>${line}</li>`)}</ul></section>
${figures(content)}
</main>
</body>
</html>
`.text;
};

const nextSteps = ({ labels, nextSteps: steps }: BriefContent): Html =>
  steps.length === 0
    ? html``
    : html`<section><h2>${labels.nextSteps}</h2><ul>${steps.map((step) => html`<li>${step}</li>`)}</ul></section>`;

const storyCard = (
  { headline, paragraph, severity, parts, change }: BriefStory,
  { labels }: BriefContent,
): Html => {
  const widest = Math.max(1, ...parts.map(({ share }) => Math.abs(share)));
  const table = html`<table>
<thead><tr><th scope="col">${labels.parts.part}</th><th scope="col" class="number">${labels.parts.contribution}</th><td></td></tr></thead>
<tbody>${parts.map(
    ({ name, contribution, share }) =>
      html`<tr><th scope="row">${name}</th><td class="number">${contribution}</td><td class="bar">${bar(share / widest)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">${labels.parts.change}</th><td class="number">${change}</td><td></td></tr></tfoot>
</table>`;
  return html`<article class="${severity}"><h3>${headline}</h3><p>${paragraph}</p>${parts.length === 0 ? null : table}</article>`;
};

/** To the right of the axis with the change, to the left against it. The number beside it says the same. */
const bar = (part: number): Html => {
  const width = Math.round(Math.abs(part) * 500) / 10;
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="${part < 0 ? "against" : "with"}" x="${part < 0 ? 50 - width : 50}" y="1" width="${width}" height="8"/><line class="axis" x1="50" x2="50" y1="0" y2="10"/></svg>`;
};

const figures = ({ labels, figures: all, comparedWith }: BriefContent): Html => {
  const { columns } = labels;
  return html`<section><h2>${labels.kpis}</h2><table>
<thead><tr><th scope="col">${columns.kpi}</th>${[columns.actual, columns.usual, columns.change].map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${all.map((figure) => figureRow(figure, labels.unusual))}</tbody>
</table>${comparedWith === "" ? null : html`<p class="soft">${labels.comparedWith} ${comparedWith}.</p>`}</section>`;
};

const figureRow = (
  { label, actual, usual, change, direction, isFound }: BriefFigure,
  unusual: string,
): Html =>
  html`<tr class="${isFound ? "found" : "usual"}"><th scope="row">${label}${isFound ? html` <span class="soft">(${unusual})</span>` : null}</th><td class="number">${actual}</td><td class="number">${usual}</td><td class="number ${direction}">${change}</td></tr>`;
