// What editors are written about a draft: how it stands, what stands against it, its stories with signed links, what changed, and the week's word on
// sources and mails.
import type { ActVia } from '../../core/acts.ts'
import { addMinutes } from '../../core/clock.ts'
import { formatMoment, formatTime, formatZone } from '../../core/date-words.ts'
import type { Ask } from '../../core/editor-asks.ts'
import { withoutMarks } from '../../core/mail-marks.ts'
import { answerBy, reviewOf } from '../../core/release.ts'
import { cutAtSentence } from '../../core/text.ts'
import type { Draft, Instant, IssueWindow } from '../../core/types.ts'
import { readEquation } from '../../store/deliveries.ts'
import type { Editor } from '../../store/editors.ts'
import { readLatestWeek } from '../../store/issues.ts'
import { readSources } from '../../store/sources.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { compareDrafts, seeDraft } from '../compare-drafts.ts'
import { earliestRelease } from '../decide-seen.ts'
import { type DraftText, nameOf, type StoryText } from '../draft-text.ts'
import { type LinkAction, makeMailLink } from '../mail-links.ts'
import { keyOf } from '../story-key.ts'
import { type Checks, checkDraft } from './checks.ts'
import { LEFT_OUT_MAILED } from './choose-by-mail.ts'
import { describeDifference } from './difference.ts'
import { type DeskDeps, deskPath, deskWords, type EditorMail } from './frame.ts'
import { describeTime } from './release.ts'
import { describeHealth } from './source-view.ts'

const ABOUT_CHARACTERS = 200
/** Links of a draft that waits for ever work so long. */
const WAITING_MINUTES = 14 * 24 * 60

/** A line with the page that it is about. */
interface Pointer {
  readonly said: string
  readonly url: string
}

/** What all editors are told alike. */
export interface LetterFacts {
  readonly window: IssueWindow
  readonly text: DraftText
  readonly checks: Checks
  /** When it goes out, in words. */
  readonly time: string
  readonly restated: string
  readonly changes: readonly string[]
  readonly pointers: readonly Pointer[]
  readonly expiresAt: Instant
}

/** What a mail says. */
export type Letter = Omit<EditorMail, 'to'>

const absolute = ({ url }: Pick<DeskDeps, 'url'>, path: string): string => new URL(path, url).href

/** Sources that fail or fall silent, and the mails of the last issue that somebody should look at: numbers, with their pages. */
async function readPointers(deps: DeskDeps): Promise<readonly Pointer[]> {
  const words = deskWords(deps).byMail
  const { db } = deps.store
  const healths = (await readSources(db)).map(claimed => describeHealth(deps, claimed).health)
  const failing = healths.filter(health => health === 'failing' || health === 'dead').length
  const silent = healths.filter(health => health === 'silent').length
  const week = await readLatestWeek(db)
  const counts = week ? (await readEquation(db, week))?.counts : undefined
  const sources = absolute(deps, deskPath(deps, 'sources'))
  const mails = (state: string): string => absolute(deps, deskPath(deps, `deliveries/${week ?? ''}?state=${state}`))
  const said = [
    { number: failing, said: words.failing(failing), url: sources },
    { number: silent, said: words.silent(silent), url: sources },
    { number: counts?.uncertain ?? 0, said: words.uncertain(counts?.uncertain ?? 0), url: mails('uncertain') },
    { number: counts?.bounced ?? 0, said: words.bounced(counts?.bounced ?? 0), url: mails('bounced') },
  ]
  return said.flatMap(({ number, ...pointer }) => (number === 0 ? [] : [pointer]))
}

/** Gathers what is told of a draft; `before` is the text that the last mail told of. Throws what `checkDraft` throws. */
export async function gatherFacts(
  deps: DeskDeps,
  { window, draft, text }: { readonly window: IssueWindow; readonly draft: Draft; readonly text: DraftText },
  { askedAt, before }: { readonly askedAt: Instant | null; readonly before: DraftText | null },
): Promise<LetterFacts> {
  const words = deskWords(deps)
  const now = deps.clock.now()
  const review = deps.curate.review ?? reviewOf('wait')
  const by = answerBy(review, { closesAt: window.closesAt, askedAt, draft })
  const checks = await checkDraft(deps, draft)
  const { confirmed } = await countSubscribers(deps.store.db)
  // Where nothing goes out by itself any more: as it would be if it were approved now.
  const goesOutAt = by > now ? by : earliestRelease(window.closesAt, now)
  const moment = formatMoment(goesOutAt, deps.language, deps.timezone)
  const difference = before === null ? null : compareDrafts(seeDraft(before), seeDraft(text))
  const kilobytes = Math.ceil(checks.mailBytes / 1000)
  return {
    window,
    text,
    checks,
    time: describeTime(deps, window, draft, askedAt),
    restated: words.releasing.restated(confirmed, kilobytes, moment, formatZone(deps.timezone, deps.language)),
    changes: difference ? describeDifference(deps, difference, [text, ...(before ? [before] : [])]) : [],
    pointers: await readPointers(deps),
    expiresAt: review.policy === 'wait' || by <= now ? addMinutes(now, WAITING_MINUTES) : by,
  }
}

function render(deps: DeskDeps, subject: string, scope: object): Letter {
  const whole = {
    ...{ approve: null, blocks: [], warns: [], restated: '', changes: [], stories: [], leftOut: [], pointers: [] },
    ...{ stopUrl: null, ...scope, words: deskWords(deps), language: deps.language, title: subject },
    openUrl: absolute(deps, deskPath(deps)),
  }
  // A title that holds a mark of the readers' mails must not become one.
  return {
    subject: withoutMarks(subject),
    html: withoutMarks(deps.templates.render('editors-mail.html', whole)),
    text: withoutMarks(deps.templates.render('editors-mail.txt', whole)),
  }
}

/** The mail that asks one editor about a draft; its links are signed for them alone. */
export function writeAsk(deps: DeskDeps, facts: LetterFacts, ask: Ask, editor: Editor, key: Buffer): Letter {
  const words = deskWords(deps).byMail
  const { text, checks, expiresAt, window } = facts
  const stories = text.sections.flatMap(section => section.stories)
  const linkTo = (action: LinkAction, story: StoryText | null): string => {
    const named = { action, story: story && keyOf(nameOf(story)) }
    const link = { ...named, week: window.week, editorId: editor.id, base: text.base, expiresAt }
    return absolute(deps, deskPath(deps, `by-mail/${makeMailLink(key, link)}`))
  }
  const point = ({ said, href }: Checks['blocks'][number]): Pointer => ({ said, url: absolute(deps, href) })
  const tell = (story: StoryText) => ({ title: story.title, about: cutAtSentence(story.about, ABOUT_CHARACTERS).text })
  const subject = ask === 'closed' ? words.subjects.closed(deps.title, stories.length) : words.subjects[ask](deps.title)
  return render(deps, subject, {
    said: facts.time,
    blocks: checks.blocks.map(point),
    warns: checks.warns.map(point),
    restated: facts.restated,
    approve: editor.mayRelease && checks.blocks.length === 0 ? linkTo('approve', null) : null,
    changes: facts.changes,
    stories: stories.map(story => ({ ...tell(story), drop: linkTo('drop', story), hold: linkTo('hold', story) })),
    leftOut: text.leftOut.slice(0, LEFT_OUT_MAILED).map(story => ({ ...tell(story), pick: linkTo('pick', story) })),
    pointers: facts.pointers,
  })
}

/** The mail that tells an editor that somebody has approved the issue by a link or a program, and how it is stopped. */
export function writeApproved(
  deps: DeskDeps,
  approval: { readonly window: IssueWindow; readonly draft: Draft; readonly name: string; readonly via: ActVia },
): Letter {
  const { window, draft, name, via } = approval
  const words = deskWords(deps).byMail
  const said = words.approvedBy[via](name, formatTime(deps.clock.now(), deps.language, deps.timezone))
  return render(deps, words.subjects.approved[via](deps.title), {
    said: `${said} ${describeTime(deps, window, draft, null)}`,
    stopUrl: absolute(deps, `${deskPath(deps, 'release')}?week=${window.week}`),
  })
}
