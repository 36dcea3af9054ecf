// The page behind a link that drops, holds or picks a story: all stories with the chosen one ticked, so that several decisions are one form.
import { randomUUID } from 'node:crypto'
import { isWeeklyError } from '../../core/errors.ts'
import type { Editor } from '../../store/editors.ts'
import { isDraftTextKept } from '../../store/draft-texts.ts'
import { hashField, readField } from '../apply-act.ts'
import { type DraftText, nameOf, storiesIn, type StoryText } from '../draft-text.ts'
import { type EditedWeek, lookAtDraft, openDraft } from '../edit-draft.ts'
import type { MailLink } from '../mail-links.ts'
import { keyOf } from '../story-key.ts'
import { takeCommand } from '../take-command.ts'
import { answerPage, type DeskDeps, deskPath, deskWords, renderDeskPage } from './frame.ts'

/** Of what is left out, best first, a mail and its page show so many. */
export const LEFT_OUT_MAILED = 5
/** More than a draft has in its sections and that are mailed. */
const MOST_CHOICES = 500

const kinds = ['drop', 'hold', 'pick'] as const
type Kind = (typeof kinds)[number]

/** A link that was read, with whom it was made for and which week that is. */
export interface Linked {
  readonly link: MailLink
  readonly editor: Editor
  readonly edited: EditedWeek
  /** Path of the link itself. */
  readonly path: string
}

function viewChoice(text: DraftText, story: StoryText, offered: readonly Kind[], link: MailLink): object {
  const name = nameOf(story)
  const key = keyOf(name)
  return {
    key,
    title: story.title,
    about: story.about,
    was: hashField(readField(text, { kind: 'drop', story: name }, name)),
    options: offered.map(kind => ({ kind, isChosen: link.story === key && link.action === kind })),
    isChosen: link.story === key && offered.some(kind => kind === link.action),
  }
}

/** The page with all choices; it changes nothing. */
export async function showChoices(deps: DeskDeps, { link, editor, edited, path }: Linked): Promise<Response> {
  const words = deskWords(deps).byMail
  const text = await lookAtDraft(deps.curate, edited)
  const named = text.leftOut.filter(story => keyOf(nameOf(story)) === link.story)
  const leftOut = [...new Set([...named, ...text.leftOut.slice(0, LEFT_OUT_MAILED)])]
  const scope = {
    said: words.chooseText(editor.name),
    action: path,
    draftBase: text.base,
    command: randomUUID(),
    sections: text.sections.map(({ title, stories }) => ({
      title,
      stories: stories.map(story => viewChoice(text, story, ['drop', 'hold'], link)),
    })),
    held: text.held.map(story => viewChoice(text, story, ['pick'], link)),
    leftOut: leftOut.map(story => viewChoice(text, story, ['pick'], link)),
  }
  return answerPage(renderDeskPage(deps, 'by-mail.html', { title: words.chooseTitle, hasScript: false }, scope, null))
}

/** Of one form each command has an id of its own, so that the form acts once however often it is sent. */
const idOf = (command: string, place: number): string => command.slice(0, -3) + place.toString(16).padStart(3, '0')

async function takeOne(
  deps: DeskDeps,
  { link, editor, edited }: Linked,
  form: {
    readonly base: string
    readonly id: string
    readonly was: string
    readonly kind: Kind
    readonly story: string
  },
): Promise<boolean> {
  const { kind, story, ...rest } = form
  const command = { ...rest, week: link.week, editor: editor.name, act: { kind, story }, via: 'link' as const }
  try {
    return (await takeCommand(deps.curate, { ...edited, editor: editor.name }, command)).kind === 'done'
  } catch (error) {
    if (isWeeklyError(error) && error.code === 'STORY_MISSING') return false
    throw error
  }
}

/** Does what was chosen, as acts of the editor whom the link was made for. Throws ISSUE_APPROVED, ISSUE_ALREADY_SEALED, USAGE_INVALID. */
export async function takeChoices(deps: DeskDeps, linked: Linked, fields: URLSearchParams): Promise<Response> {
  const words = deskWords(deps).byMail
  const { db } = deps.store
  const { week } = linked.link
  const text = await lookAtDraft(deps.curate, linked.edited)
  const stories = new Map(storiesIn(text).map(story => [keyOf(nameOf(story)), story]))
  const chosen = [...fields].slice(0, MOST_CHOICES * 2).flatMap(([field, value]) => {
    const story = field.startsWith('story-') ? stories.get(field.slice('story-'.length)) : undefined
    const kind = kinds.find(each => each === value)
    return story && kind ? [{ story, kind }] : []
  })
  const given = fields.get('base') ?? ''
  // A page names its draft without keeping it: then the fields' hashes say whether anything has changed since.
  const isKept = await isDraftTextKept(db, week, given)
  const base = isKept || chosen.length === 0 ? given : (await openDraft(deps.curate, linked.edited)).text.base
  const lines: string[] = []
  for (const [place, { story, kind }] of chosen.entries()) {
    const form = {
      ...{ base, kind, story: story.link, id: idOf(fields.get('command') ?? '', place) },
      was: fields.get(`was-${keyOf(nameOf(story))}`) ?? '',
    }
    lines.push((await takeOne(deps, linked, form)) ? words.done[kind](story.title) : words.refused(story.title))
  }
  const scope = { lines: lines.length === 0 ? [words.nothingChosen] : lines, again: linked.path, desk: deskPath(deps) }
  return answerPage(
    renderDeskPage(deps, 'by-mail-done.html', { title: words.doneTitle, hasScript: false }, scope, null),
  )
}
