// The text of a draft as Markdown with front matter; parse-draft.ts reads it back. Pure.
import type { InterfaceLanguage } from '../core/types.ts'
import type { DraftText, StoryText } from './draft-text.ts'
import { draftWords } from '../curate/draft-words.ts'
import { encodeLine, encodeLines, escapeLine, escapeLinkText, signsOf } from './markdown-signs.ts'

/** Begins the comment under a story's heading: where one is found without its heading, the heading was deleted by mistake. */
export const ABOUT_MARK = '·'

/** Comments hold what the program says: one line, and no end of a comment within. */
function renderComment(text: string): string {
  return `<!-- ${text
    .replace(/\s+/g, ' ')
    .replace(/-(?=-)/g, '- ')

    .trim()} -->`
}

/** Blocks of lines with a blank line between them. */
const joinBlocks = (blocks: readonly string[]): string => blocks.filter(block => block !== '').join('\n\n')

/** Blocks of a ranking's stories stay the same objects from act to act. */
const rendered = new WeakMap<StoryText, string>()

function renderStory(story: StoryText): string {
  const known = rendered.get(story) ?? writeStory(story)
  rendered.set(story, known)
  return known
}

/** Under a heading of its own, the last of a block. */
function writeTranslated(translation: string): string {
  const [title = '', ...rest] = translation.split('\n')
  const text = encodeLines(rest.join('\n').replace(/^\n+/, ''), signsOf.foreword)
  return title === '' ? '' : joinBlocks([`#### ${encodeLine(title)}`, text])
}

function writeStory(story: StoryText): string {
  const { link, title, summary, points, note, about, conflict } = story
  const head = `### [${escapeLinkText(title)}](${escapeLinkText(link).replaceAll(' ', '&#32;')})`
  const quotation = (note ?? '') === '' ? [] : encodeLines(note ?? '', signsOf.note).split('\n')
  const block = joinBlocks([
    about === '' ? head : `${head}\n${renderComment(`${ABOUT_MARK} ${about}`)}`,
    encodeLines(summary ?? '', signsOf.summary),
    (points ?? []).map(point => `- ${encodeLine(point)}`.trimEnd()).join('\n'),
    quotation.map(line => (line === '' ? '>' : `> ${line}`)).join('\n'),
    writeTranslated(story.translation ?? ''),
  ])
  return conflict === null ? block : `<<<<<<< ${conflict}\n${block}\n>>>>>>>`
}

/** Writes the text for an editor; its comments are in the interface language. Reading it back gives the same text. */
export function renderDraftMarkdown(text: DraftText, language: InterfaceLanguage): string {
  const words = draftWords(language)
  const isSealed = text.state === null
  const frontMatter = [
    '---',
    `week: ${text.week}`,
    `state: ${text.state ?? 'sealed'}`,
    `base: ${text.base}`.trimEnd(),
    ...(isSealed ? [`reason: ${text.reason}`.trimEnd()] : []),
    '---',
  ]
  const explanation = isSealed ? words.correction : words.explanation
  const blocks = [
    [...frontMatter, ...explanation.map(renderComment)].join('\n'),
    ...text.conflicts.map(conflict => `<<<<<<<\n${conflict}\n>>>>>>>`),
    `# ${words.foreword}`,
    encodeLines(text.foreword, signsOf.foreword),
    `# ${words.stories}`,
    ...text.sections.flatMap(({ title, stories }) => [
      `## ${escapeLine(title)}`.trimEnd(),
      ...stories.map(renderStory),
    ]),
    ...(isSealed ? [] : [`# ${words.heldPart}`, ...text.held.map(renderStory)]),
    ...(isSealed ? [] : [`# ${words.leftOutPart}`, ...text.leftOut.map(renderStory)]),
  ]
  return `${joinBlocks(blocks)}\n`
}
