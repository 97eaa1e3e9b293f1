/** Signs that stand beside amounts, longer ones first: "$" alone may be any dollar, and is taken for that of the United States. */
export const currencySigns: Readonly<Record<string, string>> = {
  R$: "BRL",
  AU$: "AUD",
  A$: "AUD",
  CA$: "CAD",
  C$: "CAD",
  NZ$: "NZD",
  MX$: "MXN",
  US$: "USD",
  HK$: "HKD",
  S$: "SGD",
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "￥": "JPY",
  円: "JPY",
  "₹": "INR",
  "₽": "RUB",
  "₺": "TRY",
  "₩": "KRW",
  "₴": "UAH",
  "₪": "ILS",
  "₫": "VND",
  zł: "PLN",
  Kč: "CZK",
  Ft: "HUF",
  $: "USD",
};

/** Codes that are looked for beside amounts: other ones are words of a header more often. */
const codes =
  /(?<![A-Za-z])(EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|CAD|AUD|NZD|JPY|CNY|HKD|SGD|KRW|INR|IDR|MYR|THB|PHP|VND|MXN|BRL|ARS|CLP|COP|PEN|ZAR|TRY|ILS|AED|SAR|UAH|RUB|TL)(?![A-Za-z])/;

/** The currency that a text names by its code or sign. */
export const currencyOf = (text: string): string | undefined => {
  const code = codes.exec(text)?.[1];
  if (code !== undefined) return code === "TL" ? "TRY" : code;
  const sign = Object.keys(currencySigns).find((one) => text.includes(one));
  return sign === undefined ? undefined : currencySigns[sign];
};
