import { type Html, html } from "../../../../shared/html/html.ts";
import type { Favourites } from "../../../../shared/serving/sections/favourites.ts";
import { card, table } from "../../parts/ui.ts";
import type { View } from "../../view.ts";
import { customerWords } from "./customer-words.ts";

/** What the customer bought most often in the last year; nothing for who bought nothing in it. */
export const favouritesCard = ({ reader, format }: View, known: Favourites | undefined): Html | false => {
  if (!known) return false;
  const words = customerWords(reader.language).favourites;
  return card(
    words.title,
    table(
      words.title,
      [
        { head: words.product, kind: "wide" },
        { head: words.orders, kind: "number" },
        { head: words.items, kind: "number", isLess: true },
        { head: words.gross, kind: "number" },
      ],
      known.products.map(([product, description, orders, items, gross]) => [
        html`<span class="who" dir="auto">${description ?? product}</span>${description !== null && html` <span class="soft small break" dir="auto">${product}</span>`}`,
        format.number(orders),
        format.number(items),
        format.money(gross),
      ]),
    ),
    words.about,
  );
};
