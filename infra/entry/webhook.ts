import { createHmac } from "node:crypto";
import type { AlertEvent, AlertReceiver } from "../../shared/insights/alert.ts";
import type { Finding } from "../../shared/insights/finding.ts";

export interface WebhookOptions {
  readonly url: string;
  /** Signs each request, so that the receiver can tell who asks. */
  readonly secret?: string | undefined;
  readonly shape: "cloudevent" | "slack" | "teams";
  readonly timeoutMs?: number;
}

/**
 * Posts alerts to an address outside. It throws if the receiver is slow, down or answers 5xx or 429, for then it may be asked
 * again; any other refusal is final. The id header lets a receiver that answered too late tell a repeat.
 */
export const webhookTo =
  ({ url, secret, shape, timeoutMs = 10_000 }: WebhookOptions): AlertReceiver =>
  async (event) => {
    const body = JSON.stringify(shapes[shape](event));
    const answer = await fetch(url, {
      method: "POST",
      body,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "content-type": shape === "cloudevent" ? "application/cloudevents+json" : "application/json",
        "daybook-event-id": event.id,
        ...(secret === undefined ? {} : { "daybook-signature": signatureOf(secret, body) }),
      },
    });
    await answer.body?.cancel();
    if (answer.ok) return "taken";
    if (answer.status >= 500 || answer.status === 429)
      throw new Error(`the webhook answered ${answer.status}`);
    return "refused";
  };

/** HMAC-SHA256 of the body, as hexadecimal digits. */
export const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/** Without the stage's words, which belong to the finding's page: what moved, from what to what, and how sure it is. */
const headline = (event: AlertEvent): string => {
  if (event.type === "daybook.finding.v1") return movement(event.data);
  const { finding, faults } = event.data;
  const told = faults.map(({ kind, about, actual, usual }) => {
    const what = `${kind.replaceAll("_", " ")}${about === null ? "" : ` (${about})`}`;
    return `${what}: ${round(actual)}, usually ${round(usual)}`;
  });
  return `The data of ${finding.period} is not complete, so ${finding.kpi}${placeOf(finding)} is no news yet. ${told.join("; ")}`;
};

const movement = (finding: Finding): string => {
  const { kpi, period, actual, expected, confidence } = finding;
  const change = expected === 0 ? "" : ` (${Math.round((actual / expected - 1) * 100)} %)`;
  return `${kpi}${placeOf(finding)} on ${period}: ${round(actual)}, expected ${round(expected)}${change}, confidence ${Math.round(confidence)}`;
};

const placeOf = ({ dimension, segment }: Finding): string => (dimension === "all" ? "" : ` in ${segment}`);

const round = (value: number): string =>
  (Math.abs(value) >= 100 ? Math.round(value) : value.toPrecision(3)).toString();

/** https://api.slack.com/reference/surfaces/formatting#escaping: nothing in a segment's name may become a mention. */
const escapedForSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const shapes: Readonly<Record<WebhookOptions["shape"], (event: AlertEvent) => object>> = {
  cloudevent: (event) => event,
  slack: (event) => ({ text: escapedForSlack(headline(event)) }),
  teams: (event) => ({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          type: "AdaptiveCard",
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          version: "1.4",
          body: [{ type: "TextBlock", text: headline(event), wrap: true }],
        },
      },
    ],
  }),
};
