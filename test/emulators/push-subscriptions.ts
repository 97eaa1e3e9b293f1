import { PubSub } from "@google-cloud/pubsub";

export const storageTopic = "storage-events";
const deadLetterTopic = "daybook-dead-letters";

/** What Terraform declares around the functions: topics, push subscriptions with retries, and where dead letters go. */
export interface Subscription {
  readonly topic: string;
  readonly endpoint: string;
}

/** A push endpoint ends in its topic's path: by that functions-framework makes a CloudEvent of the push. */
export const pushPath = (projectId: string, topic: string): string =>
  `/projects/${projectId}/topics/${topic}`;

export const declareBus = async (
  projectId: string,
  apiEndpoint: string,
  subscriptions: readonly Subscription[],
): Promise<void> => {
  const admin = new PubSub({ projectId, apiEndpoint, emulatorMode: true });
  await admin.createTopic(deadLetterTopic);
  await admin.topic(deadLetterTopic).createSubscription(`${deadLetterTopic}-kept`);
  for (const { topic, endpoint } of subscriptions) {
    await admin.createTopic(topic);
    await admin.topic(topic).createSubscription(`${topic}-push`, {
      pushConfig: { pushEndpoint: endpoint },
      ackDeadlineSeconds: 600,
      retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 5 } },
      deadLetterPolicy: {
        deadLetterTopic: `projects/${projectId}/topics/${deadLetterTopic}`,
        maxDeliveryAttempts: 10,
      },
    });
  }
  await admin.close();
};
