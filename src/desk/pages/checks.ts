// What stands against a draft, in words, each with a link to its cause.
import { isWeeklyError } from '../../core/errors.ts'
import { linkForEditing, nameOfLink } from '../../core/story-names.ts'
import type { Draft, Story } from '../../core/types.ts'
import { readBlockers } from '../../publish/blocked-draft.ts'
import { type Blocker, findWarnings, storiesOf, type Warning } from '../../publish/check-draft.ts'
import { readSourceCaps } from '../../store/source-caps.ts'
import { keyOf } from '../story-key.ts'
import { type DeskDeps, deskPath, deskWords } from './frame.ts'

/** One check that did not pass. */
export interface Check {
  readonly said: string
  /** Path of the page on which it is mended. */
  readonly href: string
}

/** What stands against an issue, and how large its mail is. */
export interface Checks {
  /** Must be mended first. */
  readonly blocks: readonly Check[]
  /** May be left. */
  readonly warns: readonly Check[]
  readonly mailBytes: number
}

/** Its template is broken; then nobody knows how large its mail is. */
async function tryMail(deps: DeskDeps, draft: Draft): Promise<{ readonly bytes: number; readonly broken: Blocker[] }> {
  try {
    return { bytes: (await deps.previewDraft(draft.week))?.mailBytes ?? 0, broken: [] }
  } catch (error) {
    if (!isWeeklyError(error) || !error.code.startsWith('TEMPLATE_')) throw error
    return { bytes: 0, broken: [{ kind: 'template', message: error.message }] }
  }
}

const storyPath = (deps: DeskDeps, story: Story): string =>
  `${deskPath(deps, 'draft')}#s-${keyOf(nameOfLink(linkForEditing(story)))}`

function describeBlocker(deps: DeskDeps, blocker: Blocker): Check {
  const words = deskWords(deps).releasing
  if (blocker.kind === 'no-story') return { said: words.noStory, href: deskPath(deps, 'draft') }
  if (blocker.kind === 'dead-link')
    return { said: words.deadLink(blocker.story.title), href: storyPath(deps, blocker.story) }
  if (blocker.kind === 'template') return { said: words.template(blocker.message), href: deskPath(deps, 'preview') }
  return { said: words.mailTooLarge(Math.ceil(blocker.bytes / 1000)), href: deskPath(deps, 'preview/mail') }
}

function describeWarning(deps: DeskDeps, warning: Warning): Check {
  const words = deskWords(deps).releasing
  if (warning.kind === 'no-note') return { said: words.noNote, href: deskPath(deps, 'draft') }
  if (warning.kind === 'share')
    return { said: words.share(warning.source, warning.stories, warning.most), href: deskPath(deps, 'draft') }
  const href = storyPath(deps, warning.story)
  return warning.kind === 'thin'
    ? { said: words.thin(warning.story.title), href }
    : { said: words.alike(warning.story.title, warning.other.title), href }
}

/** Checks a draft as readers would get it. */
export async function checkDraft(deps: DeskDeps, draft: Draft): Promise<Checks> {
  const { bytes, broken } = await tryMail(deps, draft)
  const caps = await readSourceCaps(
    deps.store.db,
    storiesOf(draft).map(({ lead }) => lead.itemId),
  )
  const blockers = [...broken, ...(await readBlockers(deps.store.db, draft, bytes))]
  return {
    blocks: blockers.map(blocker => describeBlocker(deps, blocker)),
    warns: findWarnings(draft, deps.curate.limits.perSource, caps).map(warning => describeWarning(deps, warning)),
    mailBytes: bytes,
  }
}
