// Publishes, and tells the other places of it: for commands that change what is published and then end.
import type { StageReport, WeekId } from '../core/types.ts'
import { publish } from '../publish/publish.ts'
import { announce } from '../targets/announce.ts'
import type { App } from './wire.ts'

/** Seals the weeks that are due and released, writes the site, and tells every target what it has not been told. */
export async function publishEverywhere(app: App, weeks: readonly WeekId[]): Promise<readonly StageReport[]> {
  const published = await publish(app.publish, weeks)
  const announced = await announce(app.targets)
  return announced === null ? [published] : [published, announced]
}
