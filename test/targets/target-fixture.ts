// What tests of targets share: issues as they are published, and a target opened from a configuration as the program opens it.
import { fixedClock } from '../../src/core/clock.ts'
import { weeklySchema } from '../../src/core/config.ts'
import { correctIssue, type CorrectedIssue } from '../../src/core/edits.ts'
import type { Instant, Issue } from '../../src/core/types.ts'
import { openIssueTargets } from '../../src/app/open-targets.ts'
import type { SiteDescription } from '../../src/publish/site-urls.ts'
import { describeIssue, type IssueFacts } from '../../src/targets/issue-facts.ts'
import type { IssueTarget } from '../../src/targets/issue-target.ts'
import type { Message, Outcome } from '../../src/targets/target.ts'
import { aSite, anIssue, aStory } from '../publish/issues.ts'
import type { Double } from './chat-double.ts'

/** When everything happens. */
export const now = '2026-12-04T09:00:00.000Z' as Instant

/** An issue of today with the stories of the titles, as it reads now. */
export function issueOf(titles: readonly string[], changes: Partial<Issue> = {}): CorrectedIssue {
  const stories = titles.map((title, place) => aStory({ title, url: `https://example.org/${place}` }))
  const sealed = anIssue([{ title: 'All', stories }], {
    sealedAt: now,
    mailUntil: '2026-12-06T09:00:00.000Z' as Instant,
    ...changes,
  })
  return correctIssue(sealed, [], [])
}

/** The facts of such an issue. */
export function factsOf(titles: readonly string[], site: Partial<SiteDescription> = {}): IssueFacts {
  return describeIssue(aSite(site), issueOf(titles))
}

/** Opens a target that may talk to the double. */
export async function openTarget(
  double: Double,
  entry: Readonly<Record<string, unknown>>,
  { site = {}, folder = '.' }: { readonly site?: Partial<SiteDescription>; readonly folder?: string } = {},
): Promise<IssueTarget> {
  const weekly = weeklySchema.parse({ targets: [entry], fetch: { allowPrivate: [double.host] } })
  const deps = { userAgent: 'weekly/test', clock: fixedClock(now) }
  const [target] = await openIssueTargets({ weekly, folder }, aSite(site), deps)
  if (!target) throw new Error('no target was opened')
  return target
}

/** What the target would be told of an issue. */
export async function planOf(target: IssueTarget, issue: CorrectedIssue): Promise<Message> {
  const [plan] = await target.plan({ issues: [issue], since: now, now })
  if (!plan) throw new Error('nothing was planned')
  return { ...plan, body: (await plan.body?.()) ?? null }
}

/** Tells the target of an issue. */
export async function publishTo(target: IssueTarget, titles: readonly string[] = ['One', '第二篇']): Promise<Outcome> {
  return target.publish(await planOf(target, issueOf(titles)))
}

/** An outcome in one line. */
export function tellOutcome(outcome: Outcome): string {
  if (outcome.state === 'sent') return `sent ${outcome.remoteId ?? '-'}`
  return `${outcome.state} ${outcome.error.code}${'notBefore' in outcome && outcome.notBefore ? ` ${outcome.notBefore}` : ''}`
}
