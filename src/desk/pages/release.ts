// The last look before an issue goes out: what goes to whom and when, what blocks it, and the decision; with a way back as long as there is one.
import { randomUUID } from 'node:crypto'
import { formatMoment, formatZone } from '../../core/date-words.ts'
import { addMinutes } from '../../core/clock.ts'
import { answerBy, reviewOf } from '../../core/release.ts'
import type { CivilDate, Draft, Instant, IssueWindow } from '../../core/types.ts'
import { civilDateOf, civilTimeOf, instantOfCivil } from '../../core/week.ts'
import { readDraft, readSlot } from '../../store/drafts.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { readSeen, seeDraft, writeSeen } from '../compare-drafts.ts'
import { decideSeen, earliestRelease } from '../decide-seen.ts'
import type { Decision } from '../decide-week.ts'
import { lookAtDraft } from '../edit-draft.ts'
import { type Checks, checkDraft } from './checks.ts'
import { describeDifference } from './difference.ts'
import { answerOrExplain } from './explain-error.ts'
import {
  answerNotice,
  answerPage,
  type Asked,
  type DeskDeps,
  deskPath,
  deskWords,
  goTo,
  renderDeskPage,
} from './frame.ts'

const decisions = ['approve', 'hold', 'release', 'stop'] as const
const isDecision = (text: string | null): text is Decision => decisions.some(each => each === text)
const states = ['draft', 'approved', 'held'] as const
const LATEST_DAYS = 60

/** When a draft goes out as things stand, in words. */
export function describeTime(
  deps: Pick<DeskDeps, 'language' | 'timezone' | 'clock' | 'curate'>,
  { closesAt }: IssueWindow,
  draft: Draft,
  askedAt: Instant | null,
): string {
  const words = deskWords(deps)
  const tell = (instant: Instant): string => formatMoment(instant, deps.language, deps.timezone)
  const review = deps.curate.review ?? reviewOf('wait')
  if (draft.state === 'held') return words.isHeld
  if (draft.state === 'approved') {
    const at = draft.releaseAt && draft.releaseAt > closesAt ? draft.releaseAt : closesAt
    return at > deps.clock.now() ? words.goesOut(tell(at)) : words.goesOutNext
  }
  if (review.policy === 'wait') return words.waitsForYou
  const by = tell(answerBy(review, { closesAt, askedAt, draft }))
  return review.policy === 'publish' ? words.goesOutUnlessHeld(by) : words.skippedUnlessApproved(by)
}

/** The decisions that the state of the draft and the rights of the editor leave. */
function offered({ signedIn }: Asked, state: Draft['state'], isBlocked: boolean): readonly Decision[] {
  const { mayRelease, role } = signedIn.editor
  if (role === 'contributor') return []
  const careful: readonly Decision[] = state === 'approved' ? ['stop'] : state === 'held' ? ['release'] : ['hold']
  return mayRelease && state !== 'approved' && !isBlocked ? ['approve', ...careful] : careful
}

/** The week that a form or an address names, as long as it has not gone out; else the oldest that has closed and waits, or the coming one. */
async function findWindow({ deps, visit, fields }: Asked): Promise<IssueWindow> {
  const { due, upcoming } = await deps.lookAtWindows()
  const named = (fields ?? new URL(visit.request.url).searchParams).get('week')
  return [...due, upcoming].find(({ week }) => week === named) ?? due[0] ?? upcoming
}

/** The instant that a form names in the list's own zone; null where it is none, has passed, or is too far away. */
function readTime({ clock, timezone }: DeskDeps, text: string): Instant | null {
  const [, date = '', time = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(text) ?? []
  if (Number.isNaN(Date.parse(`${date}T${time}Z`))) return null
  const at = instantOfCivil(date as CivilDate, time, timezone)
  const now = clock.now()
  return at > now && at <= addMinutes(now, LATEST_DAYS * 24 * 60) ? at : null
}

/** What a decision that was posted comes to. */
async function takeDecision(
  asked: Asked,
  window: IssueWindow,
  { fields, may }: { readonly fields: URLSearchParams; readonly may: readonly Decision[] },
): Promise<Response> {
  const { deps, signedIn } = asked
  const words = deskWords(deps)
  const wanted = fields.get('decision')
  const decision = wanted === 'schedule' ? 'approve' : wanted
  const state = states.find(each => each === fields.get('state'))
  const here = `${deskPath(deps, 'release')}?week=${window.week}`
  // A second tap, or somebody else's decision meanwhile, turns nothing round.
  if (!isDecision(decision) || !may.includes(decision) || state === undefined) return goTo(here)
  const seen = readSeen(fields.get('seen') ?? '')
  const releaseAt = wanted === 'schedule' ? readTime(deps, fields.get('at') ?? '') : null
  if (wanted === 'schedule' && releaseAt === null)
    return answerNotice(deps, { title: words.notDone, text: words.releasing.timeInvalid, status: 422 }, signedIn)
  const command = fields.get('command') ?? ''
  if ((decision === 'approve' && seen === null) || !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(command))
    return answerNotice(deps, { title: words.notDone, text: words.formOld, status: 422 }, signedIn)
  const edited = { window, by: 'arrival' as const, editor: signedIn.editor.name }
  const made = { decision, state, command, releaseAt, seen: seen ?? seeDraft({ foreword: '', sections: [] }) }
  const taken = await decideSeen(deps.curate, edited, made)
  if (taken.kind !== 'changed') return goTo(here)
  const lines = describeDifference(deps, taken.difference, [await lookAtDraft(deps.curate, edited)])
  const title = words.releasing.changedTitle
  const html = renderDeskPage(deps, 'changed.html', { title, at: 'release' }, { lines, href: here }, signedIn)
  return answerPage(html, 409)
}

/** The numbers and the time of what goes out, in one sentence. */
async function restate(deps: DeskDeps, window: IssueWindow, draft: Draft, { mailBytes }: Checks): Promise<string> {
  const words = deskWords(deps).releasing
  const { confirmed } = await countSubscribers(deps.store.db)
  const { closesAt } = window
  const earliest = earliestRelease(closesAt, deps.clock.now())
  const at = draft.state === 'approved' ? (draft.releaseAt ?? closesAt) : earliest
  const moment = formatMoment(at > closesAt ? at : closesAt, deps.language, deps.timezone)
  return words.restated(confirmed, Math.ceil(mailBytes / 1000), moment, formatZone(deps.timezone, deps.language))
}

const noChecks: Checks = { blocks: [], warns: [], mailBytes: 0 }

/** The page before the issue goes out, and its decisions. */
export async function showRelease(asked: Asked): Promise<Response> {
  return answerOrExplain(asked, () => answerRelease(asked))
}

async function answerRelease(asked: Asked): Promise<Response> {
  const { deps, signedIn, fields } = asked
  const words = deskWords(deps)
  const window = await findWindow(asked)
  const draft = await readDraft(deps.store.db, window.week)
  const noDraft = { ...noChecks, blocks: [{ said: words.releasing.noStory, href: deskPath(deps, 'draft') }] }
  // What only stops or holds needs no look at the mail.
  const isCareful = fields !== null && !['approve', 'schedule'].includes(fields.get('decision') ?? '')
  const checks = draft ? (isCareful ? noChecks : await checkDraft(deps, draft)) : noDraft
  const may = draft ? offered(asked, draft.state, checks.blocks.length > 0) : []
  if (fields) return takeDecision(asked, window, { fields, may })
  const { askedAt, earliest } = await readTimes(deps, window)
  const scope = {
    ...checks,
    week: window.week,
    draftState: draft?.state ?? 'draft',
    state: words.states[draft?.state ?? 'draft'],
    stories: words.storyCount(draft?.sections.reduce((sum, { stories }) => sum + stories.length, 0) ?? 0),
    restated: draft ? await restate(deps, window, draft, checks) : '',
    time: draft ? describeTime(deps, window, draft, askedAt) : '',
    mayApprove: may.includes('approve'),
    nowAt: words.releasing.nowAt(formatMoment(earliest, deps.language, deps.timezone)),
    earliest: `${civilDateOf(earliest, deps.timezone)}T${civilTimeOf(earliest, deps.timezone)}`,
    atTime: words.releasing.at(formatZone(deps.timezone, deps.language)),
    // The bar above every page stops it.
    decisions: may
      .filter(decision => decision !== 'approve' && decision !== 'stop')
      .map(decision => ({ decision, title: words.decisions[decision] })),
    seen: may.includes('approve') ? writeSeen(seeDraft(await lookAtDraft(deps.curate, { window, by: 'arrival' }))) : '',
    commands: { now: randomUUID(), schedule: randomUUID(), other: randomUUID() },
  }
  return answerPage(renderDeskPage(deps, 'release.html', { title: words.release, at: 'release' }, scope, signedIn))
}

async function readTimes({ store, clock }: DeskDeps, { week, closesAt }: IssueWindow) {
  return {
    askedAt: (await readSlot(store.db, week))?.asked_at ?? null,
    earliest: earliestRelease(closesAt, clock.now()),
  }
}
