import { type Html, html } from "../../../shared/html/html.ts";
import { inLanguages, type Language } from "../language.ts";

export type NavKey = keyof typeof paths;

const paths = {
  today: "/",
  metrics: "/metrics",
  findings: "/findings",
  forecast: "/forecast",
  customers: "/customers",
  credit: "/credit",
  files: "/files",
  quality: "/quality",
  models: "/models",
  ask: "/ask",
} as const;

export const navWords = inLanguages({
  en: {
    label: "Pages",
    groups: { company: "Company", people: "Customers", data: "Data" },
    today: "Today",
    metrics: "Metrics",
    findings: "Findings",
    forecast: "Forecast",
    customers: "Customers",
    credit: "Credit",
    files: "Files",
    quality: "Quality",
    models: "Models",
    ask: "Ask",
  },
  de: {
    label: "Seiten",
    groups: { company: "Unternehmen", people: "Kunden", data: "Daten" },
    today: "Heute",
    metrics: "Kennzahlen",
    findings: "Befunde",
    forecast: "Prognose",
    customers: "Kunden",
    credit: "Kredit",
    files: "Dateien",
    quality: "Qualität",
    models: "Modelle",
    ask: "Fragen",
  },
});

const groups = {
  company: ["metrics", "findings", "forecast"],
  people: ["customers", "credit"],
  data: ["files", "quality", "models", "ask"],
} as const satisfies Record<string, readonly NavKey[]>;

/** A column on a wide screen, a menu on a narrow one: a popover needs no script. */
export const nav = (language: Language, current: NavKey | undefined): Html => {
  const words = navWords(language);
  const link = (key: NavKey): Html =>
    html`<li><a href="${paths[key]}"${key === current && html` aria-current="page"`}>${words[key]}</a></li>`;
  return html`<nav class="menu" id="menu" popover aria-label="${words.label}"><ul>${link("today")}</ul>
${Object.entries(groups).map(
  ([name, keys]) =>
    html`<p class="group" id="nav-${name}">${words.groups[name as keyof typeof groups]}</p><ul aria-labelledby="nav-${name}">${keys.map(link)}</ul>`,
)}</nav>`;
};
