// What an older program or configuration leaves to a worker that has the newer one: drafts, issues and the site.
import type { StageReport } from '../core/types.ts'
import type { App } from './wire.ts'

/** What to do about it. */
export const ALIKE_HINT =
  'Give all machines the same program, weekly.yaml and sources.yaml; until then drafts and the site are left to the newer.'

/** A report when a worker at work is newer than this process, which then shapes nothing; null when there is none. Throws STORE_… errors. */
export async function leaveToNewer({ presence }: Pick<App, 'presence'>): Promise<StageReport | null> {
  const newer = await presence.findNewer('program', 'config')
  if (newer === null) return null
  const message =
    'another worker is at work whose program or configuration is newer; drafts, issues and the site are left to it'
  const note = { level: 'skipped', subject: newer.host, code: null, message, hint: ALIKE_HINT } as const
  return { stage: 'publish', done: 0, skipped: 1, failed: 0, unit: 'issues sealed', notes: [note] }
}
