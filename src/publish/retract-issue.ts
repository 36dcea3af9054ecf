// A published issue, or one story of it, is taken back, and brought back: in the store, and in the mails that are not sent yet.
// The site shows it at the next publishing. What was sealed stays as it is.
import type { Clock } from '../core/clock.ts'
import { correctIssue, type CorrectedIssue } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import { linkForEditing, nameOfLink, nameOfStory } from '../core/story-names.ts'
import type { Instant, Issue, Story, WeekId } from '../core/types.ts'
import { canonicalUrl, findNearestLink } from '../core/url.ts'
import { readDraft } from '../store/drafts.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import { takeTurn } from '../store/engine/dialect.ts'
import { readCorrectedIssues } from '../store/errata.ts'
import { readSealedMails, replaceRetoldMails, type StoredMail } from '../store/issue-mails.ts'
import {
  giveBackClaimed,
  insertRetraction,
  markRetractionsTold,
  readNewestRetraction,
  restoreRetracted,
  type Retractable,
  skipRetracted,
  undoRetraction,
} from '../store/retractions.ts'
import type { MailSite } from './mail/email.ts'
import { findAllBefore } from './mail/month-mail.ts'
import { renderMails } from './rehearse.ts'
import { loadTemplates } from './template.ts'

/** What taking back needs. */
export interface RetractDeps {
  readonly store: Store
  readonly clock: Clock
  readonly site: MailSite
  readonly templatesFolder: string
}

/** What is taken back: an issue, or the story of it that one of its tellings' links names. */
export interface Wanted {
  readonly week: WeekId
  readonly url: string | null
}

const REASON_CHARACTERS = 500
/** Of several stories that share a link so many are named. */
const MOST_NAMED = 5

/**
 * Takes an issue or a story back for a reason that readers are told, or goes on where an earlier try ended before the site had shown it.
 * Throws ISSUE_MISSING, STORY_MISSING with the nearest link, ISSUE_ALREADY_RETRACTED, USAGE_INVALID for a reason that says nothing or
 * too much, TEMPLATE_FAILED; then nothing has changed.
 */
export async function retract(deps: RetractDeps, wanted: Wanted, reason: string): Promise<void> {
  const said = reason.replace(/\s+/g, ' ').trim()
  if (said === '' || said.length > REASON_CHARACTERS)
    throw new WeeklyError('USAGE_INVALID', 'readers are told why: --reason "…"', {
      hint: `At most ${REASON_CHARACTERS} characters.`,
    })
  await change(deps, wanted, async (db, subject, now) => {
    const { newest, whole } = await readState(db, subject)
    const holds = [whole, newest].find(each => each !== null && each.undone_at === null)
    if (holds?.story === subject.storyId && holds.told_at === null) return
    if (holds)
      throw new WeeklyError(
        'ISSUE_ALREADY_RETRACTED',
        `${nameOf(wanted, holds.story)} was taken back already: ${holds.reason}`,
        {
          hint: `It was at ${holds.made_at}; \`weekly issue retract ${argumentsOf(wanted, holds.story)} --undo\` brings it back.`,
        },
      )
    await insertRetraction(db, subject, said, now)
  })
}

/** Brings an issue or a story back. Throws ISSUE_MISSING, STORY_MISSING, ISSUE_NOT_RETRACTED, TEMPLATE_FAILED; then nothing has changed. */
export async function undoRetract(deps: RetractDeps, wanted: Wanted): Promise<void> {
  await change(deps, wanted, async (db, subject, now) => {
    const { newest, whole } = await readState(db, subject)
    if (newest && newest.undone_at !== null && newest.told_at === null) return
    if (newest && newest.undone_at === null) return undoRetraction(db, subject, now)
    const hint =
      whole && whole.undone_at === null
        ? `Its whole issue was: \`weekly issue retract ${wanted.week} --undo\` brings that back.`
        : `\`weekly issue show ${wanted.week}\` shows it.`
    throw new WeeklyError('ISSUE_NOT_RETRACTED', `${nameOf(wanted, subject.storyId)} was not taken back`, { hint })
  })
}

/** Notes that the site shows what was taken back and brought back. */
export function noteToldRetractions({ store, clock }: Pick<RetractDeps, 'store' | 'clock'>): Promise<void> {
  return markRetractionsTold(store.db, clock.now())
}

const nameOf = ({ week, url }: Wanted, story: string): string =>
  story === '' || url === null ? `the issue of ${week}` : `${url} in ${week}`
const argumentsOf = ({ week, url }: Wanted, story: string): string =>
  story === '' || url === null ? week : `${week} ${url}`

async function readState(db: Connection, { week, storyId }: Retractable) {
  return {
    newest: await readNewestRetraction(db, { week, storyId }),
    whole: await readNewestRetraction(db, { week, storyId: '' }),
  }
}

/** One change with all that follows from it in the store; each part may be done again. */
async function change(
  deps: RetractDeps,
  wanted: Wanted,
  act: (db: Connection, subject: Retractable, now: Instant) => Promise<void>,
): Promise<void> {
  const { store, clock } = deps
  const now = clock.now()
  const retold = await store.db.transaction().execute(async db => {
    await takeTurn(db, store.dialect, 'edit drafts')
    const subject = await findSubject(db, wanted)
    await act(db, subject, now)
    return retellMails(deps, db, wanted.week)
  })
  // Once it is committed no batch is claimed without seeing it; what was claimed before is taken out here.
  await skipRetracted(store.db, wanted.week, now)
  await restoreRetracted(store.db, wanted.week, now)
  await giveBackClaimed(store.db, retold, now)
}

/** The story as it reads now, those that were taken back among them. */
const storiesOf = ({ sealed, errata }: CorrectedIssue): readonly Story[] =>
  correctIssue(sealed, errata).sections.flatMap(({ stories }) => stories)

async function findSubject(db: Connection, { week, url }: Wanted): Promise<Retractable> {
  const issue = (await readCorrectedIssues(db)).find(each => each.week === week)
  if (!issue) {
    const hint = (await readDraft(db, week))
      ? 'It is a draft: `weekly issue drop URL` leaves a story out, `weekly issue hold` keeps all of it back.'
      : '`weekly issue list` shows what there is.'
    throw new WeeklyError('ISSUE_MISSING', `week ${week} has no issue to take back`, { hint })
  }
  if (url === null) return { week, storyId: '' }
  return { week, storyId: findStory(storiesOf(issue), url, week).id }
}

/** The story that an address names: by itself, as `LINK#item:ID`, or as that of one of its tellings. */
function findStory(stories: readonly Story[], url: string, week: WeekId): Story {
  const named = stories.find(story => nameOfStory(story) === nameOfLink(url))
  if (named) return named
  const wanted = canonicalUrl(url)
  const leadsTo = (link: string | null): boolean => link !== null && canonicalUrl(link) === wanted
  const leading = stories.filter(({ lead }) => leadsTo(lead.url))
  const telling =
    leading.length > 0 ? leading : stories.filter(({ others }) => others.some(({ url: link }) => leadsTo(link)))
  const [story] = telling
  if (story && telling.length === 1) return story
  if (story)
    throw new WeeklyError('USAGE_INVALID', `${telling.length} stories of ${week} share ${url}`, {
      hint: `Name one: ${telling.slice(0, MOST_NAMED).map(linkForEditing).join(', ')}`,
    })
  const nearest = findNearestLink(
    url,
    stories.flatMap(({ lead }) => lead.url ?? []),
  )
  throw new WeeklyError('STORY_MISSING', `${url} is not among the stories of ${week}`, {
    hint: nearest === null ? `\`weekly issue show ${week}\` lists them.` : `The nearest is ${nearest}.`,
  })
}

/** Renders the mails anew that would tell what was taken back; the sealed ones hold again where nothing is. Answers the weeks of such mails. */
async function retellMails(deps: RetractDeps, db: Connection, week: WeekId): Promise<readonly WeekId[]> {
  const all = await readCorrectedIssues(db)
  const issue = all.find(each => each.week === week)
  if (!issue) return []
  const ofMonth = all.find(each => findAllBefore(each, all).some(({ week: told }) => told === week))
  const isCut = ({ retractions }: CorrectedIssue): boolean => retractions.length > 0
  const monthWeeks = new Set(ofMonth ? findAllBefore(ofMonth, all).map(each => each.week) : [])
  await retell(
    deps,
    db,
    { issue, cadence: 'weekly', isNeeded: issue.retractions.some(({ storyId }) => storyId !== '') },
    all,
  )
  if (!ofMonth) return [week]
  const isNeeded = all.some(each => monthWeeks.has(each.week) && isCut(each))
  await retell(deps, db, { issue: ofMonth, cadence: 'monthly', isNeeded }, all)
  return [week, ofMonth.week]
}

async function retell(
  { site, templatesFolder }: RetractDeps,
  db: Connection,
  { issue, cadence, isNeeded }: { issue: CorrectedIssue; cadence: StoredMail['cadence']; isNeeded: boolean },
  all: readonly Issue[],
): Promise<void> {
  const sealed = (await readSealedMails(db, issue.week)).filter(mail => mail.cadence === cadence)
  const rendered = isNeeded && sealed.length > 0 ? renderMails(site, issue, all, loadTemplates(templatesFolder)) : []
  const retold = sealed.map((mail): StoredMail => {
    const { language, stories } = mail
    const isSame = (each: StoredMail): boolean =>
      each.language === language && each.stories === stories && each.cadence === cadence
    return { ...(rendered.find(isSame) ?? { ...mail, html: '', text: '', subject: '' }), language, stories, cadence }
  })
  await replaceRetoldMails(db, { week: issue.week, cadence }, isNeeded ? retold : [])
}
