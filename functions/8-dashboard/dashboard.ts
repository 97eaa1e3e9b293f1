import { actsIn } from "../../shared/insights/acts.ts";
import { type HttpService, serveRoutes } from "../../shared/routes/serve-routes.ts";
import { actionRoutes } from "./actions.ts";
import { assetRoutes } from "./assets/assets.ts";
import { eventRoute } from "./events.ts";
import { problemPage } from "./frame/show-problem.ts";
import type { Desk } from "./page.ts";
import { pageRoutes } from "./pages/pages.ts";
import type { WhoAsks } from "./reader.ts";
import { readModels } from "./sources/models.ts";
import { remembered } from "./sources/remembered.ts";
import type { DashboardPlatform, Sources } from "./sources/sources.ts";

/** For how long a page shows what it knows of files and models before it looks again. */
const freshMs = { files: 1000, acts: 2000, models: 5000 };

/** Shows what the other stages publish, as pages. */
export const dashboard = (platform: DashboardPlatform, sources: Sources, who: WhoAsks): HttpService => {
  const desk: Desk = {
    sources,
    platform,
    who,
    live: {
      files: remembered(platform, "the state of the files", freshMs.files, sources.files),
      acts: remembered(platform, "what people said of findings", freshMs.acts, () =>
        actsIn(platform.state).list(),
      ),
      models: remembered(platform, "the models", freshMs.models, () => readModels(platform)),
    },
    edition: platform.ids.next().slice(0, 8),
  };
  return serveRoutes([...pageRoutes(desk), ...actionRoutes(desk), ...assetRoutes, eventRoute(desk)], {
    title: "Daybook's pages",
    description: "What happened, what is unusual, what comes next.",
    log: platform.log,
    showProblem: problemPage(desk),
  });
};
