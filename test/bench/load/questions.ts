/** One question over HTTP. */
export interface Question {
  readonly path: string;
  readonly body?: object;
}

/** What staff and a till ask, in turn: mostly one customer's spend, now and then a list, a customer, the forecast. */
export const questionOf = (number: number, customers: readonly string[]): Question => {
  const customer = customers[(number * 7919) % customers.length] ?? "";
  const horizon = number % 2 === 0 ? "30d" : "next_day";
  const kind = number % 20;
  if (kind === 0) return { path: "/v1/forecast" };
  if (kind < 3) return { path: `/v1/customers/${encodeURIComponent(customer)}` };
  if (kind === 3)
    return {
      path: "/v1/predict/spend:batch",
      body: { questions: customers.slice(0, 20).map((one) => ({ customer: one, horizon })) },
    };
  return { path: "/v1/predict/spend", body: { customer, horizon } };
};
