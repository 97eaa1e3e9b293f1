import { type Sparkline, sparkline } from "../../../shared/html/charts/sparkline.ts";
import { type Html, html } from "../../../shared/html/html.ts";

export interface KpiCard {
  readonly name: string;
  readonly href: string;
  readonly value: string;
  /** How it moved; see `change` in ui.ts. */
  readonly change?: Html | undefined;
  readonly why?: string | undefined;
  readonly owner?: string | undefined;
  readonly line: Sparkline;
}

/** A figure with its movement, what was expected of it, and its last weeks. All of it is one link. */
export const kpiCard = ({ name, href, value, change, why, owner, line }: KpiCard): Html =>
  html`<article class="card kpi"><h2><a href="${href}">${name}</a>${change}</h2><p class="value">${value}</p><div>${why !== undefined && html`<p class="why">${why}</p>`}${owner !== undefined && html`<p class="why">${owner}</p>`}</div>${sparkline(line)}</article>`;
