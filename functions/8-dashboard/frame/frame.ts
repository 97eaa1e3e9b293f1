import { Html, html } from "../../../shared/html/html.ts";
import { script, style } from "../assets/assets.ts";
import { languages } from "../language.ts";
import { themes } from "../reader.ts";
import type { View } from "../view.ts";
import { frameWords } from "./frame-words.ts";
import { type NavKey, nav } from "./nav.ts";

/** Not within a template: a bundler rewrites those that hold this tag, with a helper that no package has. */
const scriptEnd = new Html("</script>");

export interface PageContent {
  readonly title: string;
  /** 200 unless said otherwise. */
  readonly status?: number | undefined;
  /** One sentence below the title. */
  readonly lede?: string | undefined;
  readonly body: Html;
  /** An address of events: the page is renewed when one comes. */
  readonly live?: string | undefined;
  /** Beside the title, such as a button. */
  readonly beside?: Html | undefined;
}

/** A whole page. Every address in it is relative to the host, and nothing in it needs a script. */
export const frame = (view: View, key: NavKey | undefined, page: PageContent): string => {
  const { language, theme } = view.reader;
  const words = frameWords(language);
  const stale = view.seen?.stale;
  return html`<!doctype html>
<html lang="${language}" dir="ltr" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme === "auto" ? "light dark" : theme}">
<title>${page.title} · Daybook</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style.path}">
<script src="${script.path}" type="module">${scriptEnd}
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="top"><a class="brand" href="/">${mark}Daybook</a>
<search><form action="/customers"><label class="unseen" for="find">${words.search}</label><input id="find" name="q" type="search" placeholder="${words.searchHint}" maxlength="200" autocomplete="off"><button>${words.go}</button></form></search>
<button class="menu-button" type="button" popovertarget="menu">${words.menu}</button></header>
${nav(language, key)}
<main id="main" tabindex="-1"${page.live && html` data-live="${page.live}"`}>
<div class="page-head"><h1>${page.title}</h1>${page.beside}</div>${page.lede !== undefined && html`<p class="lede">${page.lede}</p>`}
${stale !== undefined && html`<p class="note warn" role="status">${words.stale(stale)}</p>`}
${page.body}
</main>
${foot(view)}
</body>
</html>
`.text;
};

const mark = html`<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><rect x="1" y="9" width="4" height="8" rx="1" fill="currentColor"/><rect x="7" y="5" width="4" height="12" rx="1" fill="currentColor"/><rect x="13" y="1" width="4" height="16" rx="1" class="up-mark"/></svg>`;

const foot = ({ reader, format, seen, keep }: View): Html => {
  const words = frameWords(reader.language);
  const manifest = seen?.snapshot.manifest;
  const dataTo = manifest?.asOf ? words.dataTo(format.day(manifest.asOf)) : words.noData;
  return html`<footer class="foot">
<p>${dataTo}${manifest && html` · ${words.published(format.instant(manifest.created))}`}</p>
<nav aria-label="${words.language}"><ul>${languages.map(
    (language) =>
      html`<li><a href="${keep({ lang: language })}" hreflang="${language}" lang="${language}"${language === reader.language && html` aria-current="true"`}>${languageNames[language]}</a></li>`,
  )}</ul></nav>
<nav aria-label="${words.theme}"><ul>${themes.map(
    (theme) =>
      html`<li><a href="${keep({ theme })}"${theme === reader.theme && html` aria-current="true"`}>${words.themes[theme]}</a></li>`,
  )}</ul></nav>
</footer>`;
};

const languageNames = { en: "English", de: "Deutsch" } as const;
