import { type Html, html } from "../../../shared/html/html.ts";
import type { Language } from "../language.ts";

/** What a feature means. The tasks' files say it in English; a feature without German words keeps those, and is marked so. */
export const featureWords = (language: Language, feature: string, english: string): Html => {
  if (language === "en") return html`${english}`;
  const translated = german[feature];
  return translated === undefined ? html`<span lang="en">${english}</span>` : html`${translated}`;
};

const german: Readonly<Record<string, string>> = {
  days_since_last: "Tage seit dem letzten Kauf",
  tenure_days: "Tage seit dem ersten Kauf",
  overdue: "Zeit seit dem letzten Kauf gegenüber dem üblichen Abstand",
  purchase_days: "Tage mit Kauf bisher",
  orders: "Bestellungen bisher",
  gap_mean: "mittlere Tage zwischen Käufen",
  gap_median: "übliche Tage zwischen Käufen",
  gap_sd: "wie unregelmäßig gekauft wird",
  orders_7d: "Bestellungen in 7 Tagen",
  orders_14d: "Bestellungen in 14 Tagen",
  orders_30d: "Bestellungen in 30 Tagen",
  orders_60d: "Bestellungen in 60 Tagen",
  orders_90d: "Bestellungen in 90 Tagen",
  orders_180d: "Bestellungen in 180 Tagen",
  gross: "bisher gekauft",
  net: "bisher gekauft, ohne Rückgaben",
  average_order_value: "mittlerer Wert einer Bestellung",
  best_day: "höchster Betrag an einem Tag",
  last_day_value: "Betrag am letzten Kauftag",
  net_7d: "ausgegeben in 7 Tagen",
  net_14d: "ausgegeben in 14 Tagen",
  net_30d: "ausgegeben in 30 Tagen",
  net_60d: "ausgegeben in 60 Tagen",
  net_90d: "ausgegeben in 90 Tagen",
  net_180d: "ausgegeben in 180 Tagen",
  run_rate: "bisherige Ausgaben je Tag, auf die gefragten Tage gerechnet",
  ewma_30d: "jüngste Ausgaben, der letzte Monat zählt am meisten",
  ewma_90d: "jüngste Ausgaben, die letzten drei Monate zählen am meisten",
  trend: "die letzten 30 Tage gegenüber den 60 davor",
  return_share: "Anteil des Gekauften, der zurückkam",
  items_per_order: "Stück je Bestellung",
  products_per_day: "verschiedene Artikel an einem Kauftag",
  value_per_item: "mittlerer Wert eines Stücks",
  weekday: "Wochentag, Sonntag zuerst",
  season_sin: "Jahreszeit, Frühling gegen Herbst",
  season_cos: "Jahreszeit, Winter gegen Sommer",
  weekday_share: "wie oft an diesem Wochentag gekauft wird",
  home_country: "ob im Land mit den meisten Käufen",
  member_days: "Tage seit der Anmeldung",
  age_years: "das Alter",
};
