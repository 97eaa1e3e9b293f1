import { type StatusServer, serveStatus } from "../../infra/laptop/status/status-server.ts";
import { type OpenedHome, openTemporaryHome } from "../e2e/temporary-home.ts";
import { trainedHome } from "../functions/7-predict/trained-home.ts";

export interface ServedCompany {
  readonly home: OpenedHome;
  readonly url: string;
  close(): Promise<void>;
}

const served = async (home: OpenedHome): Promise<ServedCompany> => {
  const server: StatusServer = await serveStatus(home.platform, home.services, 0);
  return {
    home,
    url: server.url,
    async close() {
      await server.close();
      await home.discard();
    },
  };
};

/** Nothing has ever arrived. */
export const emptyCompany = async (): Promise<ServedCompany> => served(await openTemporaryHome());

/** Five months of sales, and models that have learned from them. */
export const normalCompany = async (): Promise<ServedCompany> => served(await trainedHome());
