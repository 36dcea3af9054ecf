// All routes of the API, one table: what is not here is not served.
import type { ApiRoute } from './api-route.ts'
import { draftRoutes } from './draft-routes.ts'
import { issueRoutes } from './issue-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { releaseRoutes } from './release-routes.ts'
import { sourceRoutes } from './source-routes.ts'

/** The routes below `/api/v1`. */
export const apiRoutes: readonly ApiRoute[] = [
  ...draftRoutes,
  ...releaseRoutes,
  ...issueRoutes,
  ...peopleRoutes,
  ...sourceRoutes,
]
