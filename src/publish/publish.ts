// Fourth stage: seals the drafts that are due and released, and writes the site. Repeatable: the same store gives the same bytes.
import { setTimeout as wait } from 'node:timers/promises'
import { addMinutes, type Clock } from '../core/clock.ts'
import { isWeeklyError } from '../core/errors.ts'
import { isTakenBack, retractionOf } from '../core/edits.ts'
import type { Log } from '../core/log.ts'
import { sparingMemory } from '../core/spare-memory.ts'
import type { Draft, Instant, Issue, StageNote, StageReport, WeekId } from '../core/types.ts'
import { answerBy, decideRelease, type Release, type ReviewConfig, reviewOf } from '../core/release.ts'
import { civilDateOf, civilTimeOf } from '../core/week.ts'
import type { Store } from '../store/engine/database.ts'
import { takeTurn } from '../store/engine/dialect.ts'
import { readDraft, readSlots, settleSlot } from '../store/drafts.ts'
import { readCorrectedIssues, readIssueMarks } from '../store/errata.ts'
import { readCopyPdf, readSavedCopies } from '../store/copies.ts'
import { readSourcesMark, readSourcesOfPlaced } from '../store/issues.ts'
import { readDeadLinks } from '../store/link-checks.ts'
import type { SlotTable } from '../store/engine/schema.ts'
import { readKeptWeeks } from '../store/kept-weeks.ts'
import { releaseLease, takeLease } from '../store/leases.ts'
import { countPublication } from '../store/publication.ts'
import { readListedSources } from '../store/listed-sources.ts'
import { type Aftercare, type CopyRules, mayCopy, planCopies } from './aftercare.ts'
import type { ListedSource } from './feeds/opml.ts'
import type { FoundPosts, Post } from './posts/post.ts'
import { tagKey } from './posts/tags.ts'
import type { ListIdentities } from './site/archive.ts'
import { followKnown } from './site/known-names.ts'
import { keepIdentity } from './identity.ts'
import type { MailSite } from './mail/email.ts'
import { noteOnBlocked } from './blocked-draft.ts'
import { rehearseIssue } from './rehearse.ts'
import { sealIssue } from './seal.ts'
import { shelveIssues } from './site/issue-shelf.ts'
import type { OutlinedIssue } from './site/outline.ts'
import type { ProgramMarks } from './site/press.ts'
import { planSite } from './site/site.ts'
import { issuePath } from './site-urls.ts'
import { loadTemplates, type Templates } from './template.ts'
import { stampOf } from './files/copied-file.ts'
import { planCards } from './card/plan-cards.ts'
import { type CardDrawer, writeCards } from './card/write-cards.ts'
import { planIcons } from './site-icon.ts'
import { fingerprintOf, mapAsPairs, type StoredFile } from './files/site-file.ts'
import { readManifest } from './files/site-manifest.ts'
import { isAsWritten, writeSite } from './files/write-site.ts'

/** By how much the heap may grow before it is cleared: most of what a long archive takes is files that are written. */
const GROWTH_PERCENT = 80

/** What publishing needs. */
export interface PublishDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly site: MailSite
  /** When a draft that has closed is sealed, and whether by itself. */
  readonly review: ReviewConfig
  readonly templatesFolder: string
  /** Marks the program as it makes the site. */
  readonly markProgram: () => ProgramMarks
  readonly outputFolder: string
  /** Names this process in the lease on the site's folder. */
  readonly worker?: string
  /** The configured sections. */
  readonly sections?: readonly { readonly title: string; readonly keywords: readonly string[] }[]
  /** Which saved copies of articles are published. */
  readonly copyRules: CopyRules
  /** Files of the pictures that the curator's words show. */
  readonly wordPictures?: () => readonly StoredFile[]
  /** True: the site is written as others have published it, which is no publication of its own. */
  readonly isFollower?: boolean
  /** Draws the share cards; without it there are none. */
  readonly cards?: CardDrawer
  /** The curator's own posts whose time has come. */
  readonly readPosts: (now: Instant) => Promise<FoundPosts>
}

const noteOn = (week: WeekId, level: StageNote['level'], message: string, hint: string | null = null): StageNote => ({
  level,
  subject: week,
  code: null,
  message,
  hint,
})

/** Tells the curator why nothing comes out, and what there is to look at. */
function noteOnEmpty(week: WeekId, draft: Draft | null): StageNote {
  const leftOut = draft?.leftOut.length ?? 0
  const [why, hint] =
    leftOut > 0
      ? [`${leftOut} of its items were left out`, `\`weekly issue show ${week}\` tells why each of them was.`]
      : ['nothing new came in', '`weekly source list` shows the sources that fail or are silent.']
  const message = `has no stories, so there is no issue and no mail: ${why}; the next week goes on as usual`
  return { ...noteOn(week, 'skipped', message, hint), code: 'ISSUE_EMPTY' }
}

/** An issue that comes too late is never mailed by itself: somebody must decide whether it still is news. */
function noteOnLate({ week, mailUntil, sealedAt }: Issue, now: Instant): StageNote[] {
  if (mailUntil === null || mailUntil > now) return []
  const message = `was due more than 48 hours before it was sealed at ${sealedAt}, so it is on the site and was not mailed`
  return [noteOn(week, 'note', message, `\`weekly deliver --week ${week}\` mails it.`)]
}

const isEmpty = (draft: Draft | null): boolean => !draft?.sections.some(({ stories }) => stories.length > 0)

/** Tells when an issue goes out, or what it waits for. */
function noteOnWaiting(
  { site: { timezone } }: PublishDeps,
  week: WeekId,
  release: Exclude<Release, { kind: 'now' | 'skipped' }>,
): StageNote {
  const show = (at: Instant): string => `${civilDateOf(at, timezone)} ${civilTimeOf(at, timezone)}`
  const look = 'Read it with `weekly issue show`, release it with `weekly issue approve`.'
  if (release.kind === 'later')
    return release.isApproved
      ? noteOn(
          week,
          'skipped',
          `is approved and goes out at ${show(release.at)}`,
          `\`weekly issue stop ${week}\` stops it.`,
        )
      : noteOn(week, 'skipped', `goes out at ${show(release.at)}`, `\`weekly issue hold ${week}\` keeps it back.`)
  if (release.kind === 'asks')
    return noteOn(
      week,
      'skipped',
      `waits for the curator until ${show(release.until)}, and is no issue after that`,
      look,
    )
  return noteOn(week, 'skipped', 'waits for the curator', look)
}

/** Lets a week go without an issue, for nobody released it: what fell into it is a candidate of the next one, with what was written on it. */
async function skipWeek({ store, clock }: PublishDeps, { week }: SlotTable, draft: Draft): Promise<StageNote> {
  const isSkipped = await store.db.transaction().execute(async db => {
    await takeTurn(db, store.dialect, 'edit drafts')
    if (JSON.stringify(await readDraft(db, week)) !== JSON.stringify(draft)) return false
    return settleSlot(db, week, 'empty', clock.now())
  })
  if (!isSkipped) return noteOn(week, 'note', 'was settled by another worker, or edited at this moment')
  const message =
    'was not released in time, so there is no issue and no mail; its stories are candidates of the next one'
  return { ...noteOn(week, 'skipped', message, '`weekly issue list` shows the next one.'), code: 'ISSUE_NOT_RELEASED' }
}

/** Seals one due draft, or says why not. An empty week is settled as empty: an issue without stories is never made. */
async function settleWeek(deps: PublishDeps, slot: SlotTable, templates: Templates): Promise<Issue | StageNote> {
  const { db } = deps.store
  const draft = await readDraft(db, slot.week)
  if (draft?.state === 'held')
    return noteOn(slot.week, 'skipped', 'is held by the curator', '`weekly issue approve` releases it.')
  const review = reviewOf(deps.review)
  const closed = { closesAt: slot.closes_at, askedAt: slot.asked_at }
  if (draft === null || isEmpty(draft)) {
    await settleSlot(db, slot.week, 'empty', deps.clock.now())
    return noteOnEmpty(slot.week, draft)
  }
  const release = decideRelease(review, { ...closed, draft }, deps.clock.now())
  if (release.kind === 'skipped') return skipWeek(deps, slot, draft)
  if (release.kind !== 'now') return noteOnWaiting(deps, slot.week, release)
  const all = await readCorrectedIssues(db)
  const rehearse = (issue: Issue) => rehearseIssue(deps.site, issue, all, templates)
  // Who approved has looked; and where nobody is asked, nobody waits for an answer.
  const isUnseen = draft.state !== 'approved' && review.graceMinutes > 0
  const blocked = isUnseen ? await noteOnBlocked(deps, slot, draft, rehearse) : null
  if (blocked) return blocked
  const dueAt = answerBy(review, { ...closed, draft })
  const issue = await sealIssue({ ...deps, rehearse }, slot, draft, dueAt)
  return issue ?? noteOn(slot.week, 'note', 'was sealed by another worker, or edited at this moment')
}

/** A whole archive is written in less. */
const SITE_LEASE_MINUTES = 15
const SITE_TRIES = 100
const SITE_PAUSE_MS = 100

/** Writes the site when no other process is at it; for one that takes longer than some seconds the next run comes in. */
async function writeInTurn(deps: PublishDeps, templates: Templates): Promise<StageNote[]> {
  const { store, clock, outputFolder, worker = 'alone' } = deps
  const lease = `site:${outputFolder}`
  const take = () => takeLease(store.db, lease, worker, clock.now(), SITE_LEASE_MINUTES)
  let fence = await take()
  for (let tries = 1; fence === null && tries < SITE_TRIES; tries++) {
    await wait(SITE_PAUSE_MS)
    fence = await take()
  }
  if (fence === null)
    return [
      { level: 'note', subject: outputFolder, code: null, message: 'another process is writing the site', hint: null },
    ]
  try {
    return await sparingMemory(GROWTH_PERCENT, () => writeEditions(deps, templates))
  } finally {
    await releaseLease(store.db, lease, fence, clock.now())
  }
}

/** Renders and writes the site of all sealed issues and posts; answers what did not come along, and why. */
async function writeEditions(deps: PublishDeps, templates: Templates): Promise<StageNote[]> {
  const { db } = deps.store
  const sources = await readListedSources(db)
  const { site } = deps
  const program = deps.markProgram()
  const { posts, about, notes, keptFolders } = await deps.readPosts(deps.clock.now())
  const identities = await readIdentities(deps, sources, posts)
  const saved = await readShownCopies(deps)
  const keptWeeks = await readKeptWeeks(db)
  const known = { site, posts, about, sources, identities, program, deadLinks: await readDeadLinks(db) }
  // Most runs find nothing new: then no issue is read. What is made from the issues and from `known` changes only with these.
  const beside = [...posts, ...(about ? [about] : [])].flatMap(({ files }) => files.map(({ from }) => stampOf(from)))
  const issueMarks = await readIssueMarks(db)
  const marks = [issueMarks, await readSourcesMark(db), beside, saved, keptFolders, keptWeeks]
  const madeFrom = fingerprintOf([templates.fingerprint, marks, known], mapAsPairs)
  // Read once: of a long archive it is megabytes, and nobody else writes while the lease is held.
  const manifest = await readManifest(deps.outputFolder)
  const now = deps.clock.now()
  const marked = [madeFrom, ...(deps.cards?.isResting() ? [withoutCards(madeFrom)] : [])]
  if (mayWait(manifest.madeFrom, madeFrom, now)) marked.push(manifest.madeFrom)
  if (marked.some(mark => isAsWritten(deps.outputFolder, manifest, mark))) return [...notes]
  const shelved = await shelveIssues({ db, folder: deps.outputFolder, site, program: program.reading }, issueMarks)
  const issues = shelved.map(({ outline }) => outline.issue)
  const copies = leaveTakenBack(saved, issues)
  const withSources = { ...identities, sourceOf: await readSourcesOfPlaced(db) }
  const withIssues = { issues: shelved, copies, identities: withSources }
  const standing = keptWeeks.filter(week => !issues.some(issue => issue.week === week && retractionOf(issue) !== null))
  const kept = [...keptFolders, ...standing.map(week => issuePath({ week }))]
  const outlines = shelved.map(({ outline }) => outline)
  const planned = deps.cards ? planCards(site, outlines, posts) : []
  // Who follows others is not asked again before they publish something new: it draws all there are.
  const mostDrawn = deps.isFollower ? Infinity : undefined
  const cards = await writeCards(deps.outputFolder, planned, kept, manifest, deps.cards, mostDrawn)
  const withoutCard = cards.missing
  const files = [
    ...planSite({ ...known, ...withIssues, marks: program.editions, templates, withoutCard }),
    ...planCopies(copies, itemId => readCopyPdf(db, itemId)),
    ...cards.files,
    ...planIcons(site),
    ...(deps.wordPictures?.() ?? []),
  ]
  const unfinished = cards.areMore
    ? moreCardsFrom(madeFrom, addMinutes(now, CARDS_REST_MINUTES))
    : withoutCards(madeFrom)
  const mark = withoutCard.size === 0 ? madeFrom : unfinished
  const { written, refused } = await writeSite(deps.outputFolder, files, kept, mark, cards.manifest)
  deps.log.info('site written', { files: cards.written + written })
  if (!deps.isFollower) await countPublication(db)
  const withheld = refused.map(({ path, error: { code, message, hint } }): StageNote => ({
    level: 'failed',
    subject: path,
    code,
    message,
    hint,
  }))
  return [...notes, ...withheld]
}

/** Marks a site that was written without some of its cards: the next publishing draws them. */
const withoutCards = (madeFrom: string): string => `${madeFrom} without a card`

/** So long nothing is published only to draw more cards of a long archive: until then a run that finds nothing new costs what it should. */
const CARDS_REST_MINUTES = 60
const moreCardsFrom = (madeFrom: string, from: Instant | ''): string => `${madeFrom} more cards from ${from}`

/** Whether a site bears the mark of one whose older cards come later, and later has not come; a clock that went back is not waited for. */
function mayWait(mark: string | null, madeFrom: string, now: Instant): mark is string {
  const beginning = moreCardsFrom(madeFrom, '')
  if (!mark?.startsWith(beginning)) return false
  const from = mark.slice(beginning.length)
  return now < from && from <= addMinutes(now, CARDS_REST_MINUTES)
}

/** What lists are, beside what they are called: sources by the store, sections and tags by what the store remembers of them. */
async function readIdentities(
  { store: { db }, sections = [] }: PublishDeps,
  sources: readonly (ListedSource & { readonly id: number })[],
  posts: readonly Post[],
): Promise<ListIdentities> {
  const sectionTitles = new Set([
    ...sections.map(({ title }) => title),
    ...sources.flatMap(({ section }) => section ?? []),
  ])
  const bySection = Map.groupBy(sources, ({ section }) => section)
  const called = [...sectionTitles].map(title => ({
    title,
    marks: [
      ...sections.flatMap(each => (each.title === title ? each.keywords : [])),
      ...(bySection.get(title) ?? []).map(({ url }) => url),
    ],
  }))
  const tagged = posts.flatMap(({ slug, tags }) => tags.map(tag => ({ key: tagKey(tag), slug })))
  const tags = [...Map.groupBy(tagged, ({ key }) => key)].map(([title, own]) => ({
    title,
    marks: own.map(({ slug }) => slug),
  }))
  return {
    sourceTitles: new Map(sources.map(({ id, title }) => [id, title])),
    firstSections: await followKnown(db, 'sections', called),
    firstTags: await followKnown(db, 'tags', tags),
  }
}

/** Of what was taken back no copy is shown either. */
async function readShownCopies({ store, copyRules }: PublishDeps): Promise<Aftercare['copies']> {
  const saved = copyRules.copies === 'none' ? [] : await readSavedCopies(store.db)
  const shown = saved.filter(({ addresses }) => mayCopy(copyRules, addresses))
  return new Map(shown.map(copy => [copy.itemId, copy]))
}

/** Copies but those of stories that were taken back. */
function leaveTakenBack(copies: Aftercare['copies'], issues: readonly OutlinedIssue[]): Aftercare['copies'] {
  const gone = issues.flatMap(issue =>
    issue.sealedSections.flatMap(({ stories }) =>
      stories.filter(story => isTakenBack(issue, story)).map(({ lead }) => lead.itemId),
    ),
  )
  const isGone = new Set(gone)
  return new Map([...copies].filter(([itemId]) => !isGone.has(itemId)))
}

/**
 * Seals the drafts of the weeks that are due, as far as they are released, then writes the site. Expected failures are notes in the
 * report: a broken template or an unwritable folder leaves the old site whole.
 */
export async function publish(given: PublishDeps, weeks: readonly WeekId[]): Promise<StageReport> {
  const notes: StageNote[] = []
  let done = 0
  try {
    const templates = loadTemplates(given.templatesFolder)
    const identity = (await keepIdentity(given.store.db, given.site.url)).id
    const deps = { ...given, site: { ...given.site, identity } }
    for (const slot of await readSlots(deps.store.db)) {
      if (slot.state !== 'open' || !weeks.includes(slot.week)) continue
      const settled = await settleWeek(deps, slot, templates)
      if ('level' in settled) notes.push(settled)
      else {
        done++
        notes.push(
          noteOn(settled.week, 'note', `issue ${settled.number} is sealed`),
          ...noteOnLate(settled, deps.clock.now()),
        )
      }
    }
    notes.push(...(await writeInTurn(deps, templates)))
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    const { code, message, hint } = error
    notes.push({ level: 'failed', subject: given.outputFolder, code, message, hint })
  }
  const skipped = notes.filter(({ level }) => level === 'skipped').length
  const failed = notes.filter(({ level }) => level === 'failed').length
  return { stage: 'publish', done, skipped, failed, unit: 'issues sealed', notes }
}
