import { type StatusServer, serveStatus } from "../../infra/laptop/status/status-server.ts";
import { publishCompany } from "../bench/pages-company.ts";
import { type OpenedHome, openTemporaryHome } from "../e2e/temporary-home.ts";
import { wholeCompany } from "../functions/8-dashboard/whole-company.ts";

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

/** Five months of sales, models that have learned from them, credit, findings, and rows in quarantine. */
export const normalCompany = async (): Promise<ServedCompany> => served(await wholeCompany());

const hugeCount = 100_000;

/** A snapshot of very many customers and three years, made without a table. */
export const hugeCompany = async (): Promise<ServedCompany> => {
  const home = await openTemporaryHome();
  await publishCompany(home.platform.serving, hugeCount);
  return served(home);
};
