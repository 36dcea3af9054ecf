// A list without a server shows on its site when it last ran, and by that tells an older copy of its store from the newest.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant, StageNote } from '../core/types.ts'
import { markRestored } from '../store/instance.ts'
import { nextGeneration, readGeneration } from '../store/travelling.ts'
import type { App } from './wire.ts'

/** Lies in the site's folder, and is published with it. */
export const LAST_RUN = 'last-run.json'

/** What the file says. `generation` counts the runs that the store has been through. */
export interface LastRun {
  readonly at: Instant
  readonly generation: number
}

/** Reads the text of such a file; null for anything else. */
export function parseLastRun(text: string): LastRun | null {
  try {
    const { at, generation } = JSON.parse(text) as Record<string, unknown>
    const isFit = typeof at === 'string' && !Number.isNaN(Date.parse(at)) && Number.isSafeInteger(generation)
    return isFit ? { at: at as Instant, generation: generation as number } : null
  } catch {
    return null
  }
}

/** Counts the run in a store that travels and writes the file; nothing for another list. A folder that cannot be written is told by publishing. */
export async function noteLastRun({ config, store, clock }: App): Promise<void> {
  const { storeTravels, output } = config.weekly
  if (!storeTravels) return
  const run: LastRun = { at: clock.now(), generation: await nextGeneration(store.db) }
  await mkdir(output, { recursive: true })
    .then(() => writeFile(join(output, LAST_RUN), `${JSON.stringify(run)}\n`))
    .catch(() => undefined)
}

/** Whether the site here was made by a later run than the store knows: then what has closed is mailed only when asked for. */
export async function checkGeneration({ config, store, clock }: App): Promise<readonly StageNote[]> {
  const { storeTravels, output } = config.weekly
  if (!storeTravels) return []
  const shown = parseLastRun(await readFile(join(output, LAST_RUN), 'utf8').catch(() => ''))
  const generation = await readGeneration(store.db)
  if (shown === null || shown.generation <= generation) return []
  await markRestored(store, clock.now())
  const message = `it is an older copy: run ${shown.generation} made the site, and the store knows ${generation}; what has closed is mailed only when asked`
  return [
    {
      level: 'note',
      subject: 'store',
      code: null,
      message,
      hint: 'Take the newest copy of the store, if there is one.',
    },
  ]
}
