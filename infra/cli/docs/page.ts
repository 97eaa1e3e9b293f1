import { type Html, html } from "../../../shared/html/html.ts";
import type { Dictionary } from "./dictionary.ts";

/** The dictionary as one page without scripts, which a browser opens from a folder. */
export const dictionaryPage = ({ tables, kpis }: Dictionary): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Data dictionary</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ccc}td{overflow-wrap:anywhere}nav li{display:inline-block;margin-right:1rem}</style>
</head><body><h1>Data dictionary</h1>
<nav aria-label="Tables"><ul>${tables.map(({ name }) => html`<li><a href="#${name}">${name}</a></li>`)}<li><a href="#kpis">KPIs</a></li></ul></nav>
${tables.map(
  ({ name, description, columns }) => html`<h2 id="${name}">${name}</h2><p>${description}</p>
${tableOf(
  ["column", "type", "meaning", "checks"],
  columns.map((column) => [
    column.name,
    column.type,
    `${column.description}${column.personal ? " (personal)" : ""}`.trim(),
    column.checks.join("; "),
  ]),
)}`,
)}
<h2 id="kpis">KPIs</h2>
${tableOf(
  ["KPI", "meaning", "formula", "unit", "owner", "by"],
  kpis.map((kpi) => [kpi.name, kpi.description, kpi.formula, kpi.unit, kpi.owner, kpi.dimensions.join(", ")]),
)}
</body></html>
`.text;

const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): Html =>
  html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((text) => html`<td>${text}</td>`)}</tr>`,
  )}</tbody></table>`;
