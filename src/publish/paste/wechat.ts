// An issue for the editor of WeChat's accounts (公众号), which drops style sheets, classes, ids and links to other sites when something is
// pasted: each element carries its styles, links are numbered notes, and there are no pictures, which it would not load. Pure.
import { wordsOf } from '../../core/words/words.ts'
import { escapeXml } from '../feeds/xml.ts'
import type { IssueView, MarkView, Paragraph, StoryView } from '../issue-view.ts'
import type { Prose, ProseBlock, Span } from '../prose/prose.ts'
import { plainOfSpans } from '../prose/prose.ts'
import type { SiteDescription } from '../site-urls.ts'
import { factsOf } from '../text-editions.ts'
import { isSameAddress, isWeChatLink, openPasteNotes, type PasteNotes } from './paste-notes.ts'

const ink = 'color:#222222'
const quiet = 'color:#6b6b6b'
/** Every colour is said: what is not follows the dark mode of the reader's phone, beside what does not. */
const styles = {
  h2: `margin:28px 0 12px;padding-left:8px;border-left:4px solid #0b4f8a;font-size:18px;font-weight:bold;line-height:1.5;${ink}`,
  h3: `margin:20px 0 4px;font-size:16px;font-weight:bold;line-height:1.5;${ink}`,
  p: `margin:8px 0;font-size:15px;line-height:1.75;${ink}`,
  facts: `margin:4px 0;font-size:13px;line-height:1.6;${quiet}`,
  list: `margin:8px 0;padding-left:20px;${ink}`,
  li: `margin:4px 0;font-size:15px;line-height:1.75;${ink}`,
  section: `margin:0;font-size:15px;line-height:1.75;${ink}`,
  nested: `margin:2px 0 2px 16px;font-size:15px;line-height:1.75;${ink}`,
  blockquote: `margin:8px 0;padding:4px 12px;border-left:3px solid #cccccc;${ink}`,
  pre: `margin:8px 0;padding:8px;overflow-x:auto;background-color:#f4f4f4;${ink}`,
  code: `font-family:Menlo,Consolas,monospace;font-size:13px;line-height:1.6;white-space:nowrap;${ink}`,
  inlineCode: `font-family:Menlo,Consolas,monospace;font-size:13px;background-color:#f4f4f4;${ink}`,
  strong: `font-weight:bold;${ink}`,
  em: `font-style:italic;${ink}`,
  a: 'color:#0b4f8a;text-decoration:none',
  sup: 'font-size:11px;line-height:0;color:#0b4f8a',
  note: `margin:4px 0;font-size:12px;line-height:1.6;word-break:break-all;${quiet}`,
  // Of what is pasted, an editor takes the styles of the first and the last element for its own.
  edge: 'margin:0;padding:0;height:0;font-size:0;line-height:0;color:#222222',
} as const

const element = (tag: string, style: keyof typeof styles, inside: string): string =>
  `<${tag} style="${styles[style]}">${inside}</${tag}>`

/** A bare line end becomes a hard break there: between Han characters it goes, elsewhere it is a blank. */
const textOf = (text: string): string =>
  escapeXml(
    text
      .replace(/(?<=[\p{Script=Han}，。、；：？！）》」])[ \t]*[\r\n]+\s*(?=[\p{Script=Han}（《「“])/gu, '')
      .replace(/\s*[\r\n]+\s*/g, ' '),
  )

/** Renders what is between the first and the last paragraph, which hold nothing; no element of it has a class or an id. */
export function renderWeChatFragment(site: SiteDescription, issue: IssueView): string {
  const words = wordsOf(site.language)
  const notes = openPasteNotes()
  const foreword = issue.prose.foreword ? renderProse(issue.prose.foreword, notes) : paragraphs(issue.foreword)
  const parts = [
    ...(issue.forewordLabel !== null && foreword !== '' ? [element('p', 'facts', textOf(issue.forewordLabel))] : []),
    foreword,
    ...issue.corrections.map(text => element('p', 'facts', textOf(text))),
    ...issue.sections.flatMap(({ title, stories, marksBehind }) => [
      element('h2', 'h2', textOf(title)),
      ...stories.flatMap(story => [...story.marksBefore.map(renderMark), renderStory(site, story, notes)]),
      ...marksBehind.map(renderMark),
    ]),
  ]
  const listed = notes
    .list()
    .map(({ number, title, url }) =>
      element('p', 'note', `[${number}] ${title === url ? '' : `${textOf(title)}: `}${textOf(url)}`),
    )
  const links = listed.length === 0 ? [] : [element('h2', 'h2', textOf(words.paste.links)), ...listed]
  const edge = element('p', 'edge', '')
  return [edge, ...parts, ...links, edge].join('')
}

const paragraphs = (texts: readonly Paragraph[]): string =>
  texts.map(({ text }) => element('p', 'p', textOf(text))).join('')

const renderMark = ({ told }: MarkView): string => element('p', 'facts', textOf(told))

function renderStory(site: SiteDescription, story: StoryView, notes: PasteNotes): string {
  const { summary, points, note } = story.prose
  const title =
    story.url === null ? textOf(story.title) : renderLink(story.url, story.title, textOf(story.title), notes)
  const facts = [
    ...factsOf(site, story).map(({ text, url }) =>
      url === null ? textOf(text) : renderLink(url, text, textOf(text), notes),
    ),
    ...(story.isByModel ? [textOf(wordsOf(site.language).byModel)] : []),
  ]
  const items = points?.map(spans => renderSpans(spans, notes)) ?? story.points.map(textOf)
  const noted = note ? renderProse(note, notes) : paragraphs(story.note)
  return [
    element('h3', 'h3', title),
    element('p', 'facts', facts.join(' · ')),
    ...(story.gone ? [element('p', 'facts', textOf(story.gone.told))] : []),
    summary ? renderProse(summary, notes) : story.summary === '' ? '' : element('p', 'p', textOf(story.summary)),
    items.length === 0 ? '' : element('ul', 'list', items.map(renderListItem).join('')),
    ...renderTranslation(story),
    ...story.corrections.map(text => element('p', 'facts', textOf(text))),
    noted === '' ? '' : element('blockquote', 'blockquote', noted),
  ].join('')
}

/** The story in its other language, under a line that says who translated. */
function renderTranslation({ translation }: StoryView): readonly string[] {
  if (translation === null) return []
  const { told, title, summary, points } = translation
  return [
    element('p', 'facts', textOf(told)),
    element('p', 'p', element('strong', 'strong', textOf(title))),
    ...(summary === '' ? [] : [element('p', 'p', textOf(summary))]),
    ...(points.length === 0 ? [] : [element('ul', 'list', points.map(textOf).map(renderListItem).join(''))]),
  ]
}

/** One child only: the editor keeps the first piece of an item in its place, and puts the rest into a block below. */
const renderListItem = (inside: string): string => element('li', 'li', element('section', 'section', inside))

function renderLink(url: string, title: string, inside: string, notes: PasteNotes): string {
  if (isWeChatLink(url)) return `<a href="${escapeXml(url)}" style="${styles.a}">${inside}</a>`
  const address = url.replace(/^mailto:/i, '')
  // Words that are the address need no note to say it once more.
  if (title === address || isSameAddress(title, url)) return inside
  return `${inside}${element('sup', 'sup', `[${notes.numberOf(address, title)}]`)}`
}

function renderSpan(span: Span, notes: PasteNotes): string {
  if ('text' in span) return span.kind === 'text' ? textOf(span.text) : element('code', 'inlineCode', textOf(span.text))
  const inside = renderSpans(span.spans, notes)
  if (span.kind === 'link') return renderLink(span.url, plainOfSpans(span.spans), inside, notes)
  return span.kind === 'strong' ? element('strong', 'strong', inside) : element('em', 'em', inside)
}

const renderSpans = (spans: readonly Span[], notes: PasteNotes): string =>
  spans.map(span => renderSpan(span, notes)).join('')

const renderProse = (prose: Prose, notes: PasteNotes): string => prose.map(block => renderBlock(block, notes)).join('')

function renderBlock(block: ProseBlock, notes: PasteNotes): string {
  if (block.kind === 'paragraph') return element('p', 'p', renderSpans(block.spans, notes))
  if (block.kind === 'quote') return element('blockquote', 'blockquote', renderProse(block.blocks, notes))
  if (block.kind === 'code') return element('pre', 'pre', element('code', 'code', codeOf(block.text)))
  if (block.kind === 'picture') {
    const told = [textOf(block.alt), renderSpans(block.source, notes)].filter(text => text !== '')
    return told.length === 0 ? '' : element('p', 'facts', told.join(' '))
  }
  const items = block.items.map(item => renderListItem(renderItem(item, notes)))
  return element(block.start === null ? 'ul' : 'ol', 'list', items.join(''))
}

/** What is listed within an item is told by lines with marks of their own: the editor loses lists within lists. */
function renderItem(item: Prose, notes: PasteNotes): string {
  return item
    .map((block, place) => {
      if (block.kind === 'paragraph' && place === 0) return renderSpans(block.spans, notes)
      if (block.kind !== 'list') return renderBlock(block, notes)
      return block.items
        .map((inner, index) => {
          const mark = block.start === null ? '• ' : `${block.start + index}. `
          return element('section', 'nested', `${mark}${renderItem(inner, notes)}`)
        })
        .join('')
    })
    .join('')
}

const codeOf = (text: string): string =>
  text
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map(line => escapeXml(line).replaceAll('\t', '    ').replaceAll(' ', '&nbsp;'))
    .join('<br>')
