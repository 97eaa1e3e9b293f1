import { html } from "../../../shared/html/html.ts";
import type { NavKey } from "../frame/nav.ts";
import { inLanguages } from "../language.ts";
import { type Desk, page } from "../page.ts";
import { empty } from "../parts/ui.ts";

const words = inLanguages({
  en: {
    credit: [
      "Credit",
      "There are no credit accounts yet",
      "Drop accounts.csv, invoices and payments; accounts appear ranked by the loss to expect.",
    ],
    ask: [
      "Ask",
      "Questions in SQL are not switched on here",
      'On a laptop, ask with: npm run daybook -- sql "select …"',
    ],
    files: "Go to Files",
  },
  de: {
    credit: [
      "Kredit",
      "Es gibt noch keine Kreditkonten",
      "Legen Sie accounts.csv, Rechnungen und Zahlungen ab; Konten erscheinen nach dem zu erwartenden Verlust.",
    ],
    ask: [
      "Fragen",
      "Fragen in SQL sind hier nicht eingeschaltet",
      'Auf einem Laptop: npm run daybook -- sql "select …"',
    ],
    files: "Zu den Dateien",
  },
});

type Coming = "credit" | "ask";

/** A page whose section no publication has brought yet. */
export const comingPage = (desk: Desk, key: Coming & NavKey, path: string) =>
  page(desk, {
    path,
    summary: `The page ${key}`,
    nav: key,
    show: ({ view }) => {
      const all = words(view.reader.language);
      const [title = "", what = "", how = ""] = all[key];
      return { title, body: empty(what, how, html`<a class="button" href="/files">${all.files}</a>`) };
    },
  });
