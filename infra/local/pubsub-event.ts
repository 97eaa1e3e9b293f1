import type { CloudEvent } from "@google-cloud/functions-framework";
import { currentTrace, formatTraceparent } from "../entry/trace.ts";

/** The CloudEvent that functions-framework makes of a Pub/Sub push. */
export const pubsubEvent = (topic: string, message: unknown, id: string, now: Date): CloudEvent<unknown> => {
  const time = now.toISOString();
  const trace = currentTrace();
  return {
    id,
    time,
    specversion: "1.0",
    datacontenttype: "application/json",
    type: "google.cloud.pubsub.topic.v1.messagePublished",
    source: `//pubsub.googleapis.com/projects/local/topics/${topic}`,
    data: {
      message: {
        "@type": "type.googleapis.com/google.pubsub.v1.PubsubMessage",
        data: Buffer.from(JSON.stringify(message)).toString("base64"),
        attributes: trace ? { traceparent: formatTraceparent(trace) } : {},
        publishTime: time,
        messageId: id,
      },
    },
  };
};
