// The last look before an issue goes out: what goes to whom and when, what blocks it, and the decision; with a way back as long as there is one.
import { formatMoment } from '../../core/date-words.ts'
import { answerBy, reviewOf } from '../../core/release.ts'
import type { Draft, IssueWindow } from '../../core/types.ts'
import { readDraft } from '../../store/drafts.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { type Decision, decideWeek } from '../decide-week.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'

/** Clients of mail cut off longer ones (Gmail at 102 KB). */
const MOST_MAIL_BYTES = 80_000

const decisions = ['approve', 'hold', 'release', 'stop'] as const
const isDecision = (text: string | null): text is Decision => decisions.some(each => each === text)

/** What stands against the issue: `blocks` must be mended first, `warns` may be left. */
interface Checks {
  readonly blocks: readonly string[]
  readonly warns: readonly string[]
}

async function checkDraft(deps: DeskDeps, { week, sections }: Draft): Promise<Checks & { readonly size: string }> {
  const words = deskWords(deps)
  const stories = sections.flatMap(section => section.stories)
  if (stories.length === 0) return { blocks: [words.noStories], warns: [], size: '' }
  const preview = await deps.previewDraft(week)
  const bytes = preview?.mailBytes ?? 0
  const unsaid = stories.filter(({ summary, note }) => summary === '' && !note)
  return {
    blocks: bytes > MOST_MAIL_BYTES ? [words.mailTooLarge] : [],
    warns: [
      ...unsaid.map(({ title }) => words.noSummary(title)),
      ...(stories.some(({ note }) => note) ? [] : [words.noNote]),
    ],
    size: words.mailSize(Math.ceil(bytes / 1024)),
  }
}

/** When it goes out as things stand, in words. */
function describeTime(deps: DeskDeps, { closesAt }: IssueWindow, draft: Draft): string {
  const words = deskWords(deps)
  const tell = (instant: typeof closesAt): string => formatMoment(instant, deps.language, deps.timezone)
  const review = deps.curate.review ?? reviewOf('wait')
  if (draft.state === 'held') return words.isHeld
  if (draft.state === 'approved') {
    const at = draft.releaseAt && draft.releaseAt > closesAt ? draft.releaseAt : closesAt
    return at > deps.clock.now() ? words.goesOut(tell(at)) : words.goesOutNext
  }
  if (review.policy === 'wait') return words.waitsForYou
  const by = tell(answerBy(review, { closesAt, askedAt: null, draft }))
  return review.policy === 'publish' ? words.goesOutUnlessHeld(by) : words.skippedUnlessApproved(by)
}

/** The decisions that the state of the draft and the rights of the editor leave. */
function offered({ signedIn }: Asked, state: Draft['state'], isBlocked: boolean): readonly Decision[] {
  const { mayRelease, role } = signedIn.editor
  if (role === 'contributor') return []
  const careful: readonly Decision[] = state === 'approved' ? ['stop'] : state === 'held' ? ['release'] : ['hold']
  return mayRelease && state !== 'approved' && !isBlocked ? ['approve', ...careful] : careful
}

/** The page before the issue goes out, and its decisions. */
export async function showRelease(asked: Asked): Promise<Response> {
  const { deps, signedIn, fields } = asked
  const words = deskWords(deps)
  const { due, upcoming } = await deps.lookAtWindows()
  const window = due[0] ?? upcoming
  const draft = await readDraft(deps.store.db, window.week)
  const checks = draft ? await checkDraft(deps, draft) : { blocks: [words.noStories], warns: [], size: '' }
  const may = draft ? offered(asked, draft.state, checks.blocks.length > 0) : []
  if (fields) {
    const decision = fields.get('decision')
    // The page names the state that was seen: a second tap, or somebody else's decision, turns nothing round.
    if (isDecision(decision) && may.includes(decision) && fields.get('state') === draft?.state)
      await decideWeek(deps.curate, { window, editor: signedIn.editor.name }, decision)
    return goTo(deskPath(deps, 'release'))
  }
  const { confirmed } = await countSubscribers(deps.store.db)
  const stories = draft?.sections.reduce((sum, section) => sum + section.stories.length, 0) ?? 0
  const scope = {
    ...checks,
    week: window.week,
    draftState: draft?.state ?? 'draft',
    state: words.states[draft?.state ?? 'draft'],
    stories: words.storyCount(stories),
    readers: words.readers(confirmed),
    time: draft ? describeTime(deps, window, draft) : '',
    decisions: may.map(decision => ({ decision, title: words.decisions[decision] })),
  }
  return answerPage(renderDeskPage(deps, 'release.html', { title: words.release, at: 'release' }, scope, signedIn))
}
