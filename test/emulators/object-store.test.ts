import { Storage } from "@google-cloud/storage";
import { gcpObjectStore } from "../../infra/gcp/object-store.ts";
import { testObjectStore } from "../ports/object-store.ts";
import { startGcs } from "./gcs-server.ts";

testObjectStore({
  name: "Google Cloud Storage's client on fake-gcs-server",
  connect: async () => {
    const server = await startGcs();
    const options = { apiEndpoint: server.apiEndpoint, projectId: "emulated" };
    const storage = new Storage(options);
    await storage.createBucket("plain");
    await storage.createBucket("versioned", { versioning: { enabled: true } });
    return {
      plain: gcpObjectStore("plain", options),
      versioned: gcpObjectStore("versioned", options),
      close: () => server.stop(),
    };
  },
  lacks: [
    {
      reason: "fake-gcs-server removes whatever the precondition says; see object-requests.test.ts",
      tests: ["removes only the expected generation"],
    },
  ],
});
