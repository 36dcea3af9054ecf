// One story with all its fields, its tellings and why it is here; acts on it, for editors, and its note, for contributors too.
import type { RankedDraft, RankedEntry } from '../../curate/draft.ts'
import { findByItem, lookAtStory } from '../look-at-story.ts'
import { findWeek } from './draft.ts'
import { keyOf } from '../story-key.ts'
import { answerOrExplain } from './explain-error.ts'
import { answerNotice, answerPage, type Asked, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { viewMoment } from './moments.ts'
import { viewOwnActs } from './own-acts.ts'
import { viewSeenStory } from './story-view.ts'
import { takeActs } from './take-acts.ts'

/** A ranking stays as long as nothing changes, and naming a hundred thousand stories takes as long as a page may take. */
const named = new WeakMap<RankedDraft, ReadonlyMap<string, RankedEntry>>()

function nameAll(ranked: RankedDraft): ReadonlyMap<string, RankedEntry> {
  const known = named.get(ranked)
  if (known) return known
  const all = new Map(ranked.entries.toReversed().flatMap(entry => entry.links.map(link => [keyOf(link), entry])))
  named.set(ranked, all)
  return all
}

/** The story that a path names: `item-ID` by any of its items, else the key of its row on the draft's page. */
export function findStory(name: string): (ranked: RankedDraft) => RankedEntry | null {
  const [, itemId] = /^item-(\d{1,15})$/.exec(name) ?? []
  if (itemId !== undefined) return ranked => findByItem(ranked, Number(itemId))
  return ranked => nameAll(ranked).get(name) ?? null
}

function answerGone({ deps, signedIn }: Asked): Response {
  const { goneTitle: title, gone: text } = deskWords(deps).story
  return answerNotice(deps, { title, text, status: 404 }, signedIn)
}

async function answerStory(asked: Asked, name: string): Promise<Response> {
  const { deps, signedIn } = asked
  const words = deskWords(deps)
  const edited = await findWeek(asked)
  const seen = await lookAtStory(deps.curate, edited, findStory(name))
  if (!seen) return answerGone(asked)
  const { window } = edited
  const { publishedAt } = seen.story
  const scope = {
    story: { ...viewSeenStory(seen, words.story), published: publishedAt && viewMoment(publishedAt, deps) },
    form: deskPath(deps, `story/${name}`),
    undo: (await viewOwnActs(deps, signedIn, window.week)).undo,
    minutes: words.story.minutes(seen.story.readingMinutes),
    isApproved: seen.now.text.state === 'approved',
    mayEdit: seen.now.text.state !== 'approved' && signedIn.editor.role !== 'contributor',
    mayNote: seen.now.text.state !== 'approved',
  }
  const page = { title: seen.story.title, at: 'draft' }
  return answerPage(renderDeskPage(deps, 'story.html', page, scope, signedIn))
}

/** Whether a form writes a note and nothing else: what contributors may do. */
function isNoteAlone(fields: URLSearchParams): boolean {
  if (fields.get('kind') === 'note') return true
  return (
    fields.get('kind') === 'words' && !['title', 'summary', 'points', 'translation'].some(field => fields.has(field))
  )
}

async function takeForm(asked: Asked, name: string, fields: URLSearchParams): Promise<Response> {
  const { deps, signedIn } = asked
  if (signedIn.editor.role === 'contributor' && !isNoteAlone(fields)) {
    const { mayNotTitle: title, mayNot: text } = deskWords(deps)
    return answerNotice(deps, { title, text, status: 403 }, signedIn)
  }
  const conflict = await takeActs(asked, await findWeek(asked), fields, `story/${name}`)
  return conflict ?? goTo(deskPath(deps, `story/${name}`))
}

/** The page of one story, and what its forms do. */
export async function showStory(asked: Asked): Promise<Response> {
  const { fields, rest } = asked
  const [name = ''] = rest
  if (!/^(?:[\da-f]{10}|item-\d{1,15})$/.test(name)) return answerGone(asked)
  return answerOrExplain(asked, () => (fields ? takeForm(asked, name, fields) : answerStory(asked, name)))
}
