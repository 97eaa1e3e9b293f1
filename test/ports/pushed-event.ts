import { z } from "zod";

export const PushedEvent = z.object({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().regex(/^\/\/pubsub\.googleapis\.com\/projects\/[^/]+\/topics\/[^/]+$/),
  type: z.literal("google.cloud.pubsub.topic.v1.messagePublished"),
  time: z.iso.datetime(),
  datacontenttype: z.literal("application/json"),
  data: z.object({
    message: z.object({ data: z.base64(), messageId: z.string().min(1), publishTime: z.iso.datetime() }),
  }),
});

/** The published message in a delivered event. */
export const messageIn = (event: unknown): unknown =>
  JSON.parse(Buffer.from(PushedEvent.parse(event).data.message.data, "base64").toString());
