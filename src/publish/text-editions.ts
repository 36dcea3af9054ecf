// An issue as Markdown and as plain text.
import { wordsOf } from '../core/words/words.ts'
import type { IssueView, MarkView, StoryView } from './issue-view.ts'
import type { SiteDescription } from './site-urls.ts'
import {
  escapeMarkdown,
  escapeReferences,
  markdownOfProse,
  markdownOfSpans,
  textOfProse,
  textOfSpans,
} from './prose/render-text.ts'

/** Writes the issue as Markdown (CommonMark); nothing in a title or summary is taken for markup. */
export function renderIssueMarkdown(site: SiteDescription, issue: IssueView): string {
  const words = issue.prose.foreword
    ? [markdownOfProse(issue.prose.foreword)]
    : issue.foreword.map(({ text }) => escapeMarkdown(text))
  const foreword = [...words, ...issue.corrections.map(text => `*${escapeMarkdown(text)}*`)]
  const label = issue.forewordLabel === null ? [] : [`**${escapeMarkdown(issue.forewordLabel)}**`]
  const sections = issue.sections.flatMap(({ title, stories, marksBehind }) => [
    `## ${escapeMarkdown(title)}`,
    ...stories.flatMap(story => [...story.marksBefore.map(markdownOfMark), ...markdownOf(site, story)]),
    ...marksBehind.map(markdownOfMark),
  ])
  return `${[`# ${escapeMarkdown(issue.title)}`, `<${issue.url}>`, ...label, ...foreword, ...sections].join('\n\n')}\n`
}

/** Writes the issue as plain text, each paragraph on one line. */
export function renderIssueText(site: SiteDescription, issue: IssueView): string {
  const sections = issue.sections.flatMap(({ title, stories, marksBehind }) => [
    `== ${title} ==`,
    ...stories.flatMap(story => [...story.marksBefore.map(({ told }) => told), textOf(site, story)]),
    ...marksBehind.map(({ told }) => told),
  ])
  const head = `${issue.title}\n${issue.url}`
  const label = issue.forewordLabel === null ? [] : [issue.forewordLabel]
  const foreword = issue.prose.foreword ? [textOfProse(issue.prose.foreword)] : issue.foreword.map(({ text }) => text)
  return `${[head, ...label, ...foreword, ...issue.corrections, ...sections].join('\n\n')}\n`
}

const markdownOfMark = ({ told }: MarkView): string => `*${escapeMarkdown(told)}*`

function markdownOf(site: SiteDescription, story: StoryView): string[] {
  const title = escapeMarkdown(story.title)
  const { summary, points, note } = story.prose
  const marked = points?.map(markdownOfSpans) ?? story.points.map(escapeMarkdown)
  const facts = factsOf(site, story).map(({ text, url }) =>
    url === null ? escapeMarkdown(text) : `[${escapeMarkdown(text)}](<${escapeReferences(url)}>)`,
  )
  return [
    `### ${story.url === null ? title : `[${title}](<${escapeReferences(story.url)}>)`}`,
    facts.join(' · '),
    ...(story.summary === '' ? [] : [summary ? markdownOfProse(summary) : escapeMarkdown(story.summary)]),
    ...(marked.length === 0 ? [] : [marked.map(point => `- ${point}`).join('\n')]),
    ...translationOf(story).map(escapeMarkdown),
    ...story.corrections.map(text => `*${escapeMarkdown(text)}*`),
    ...(note ? [markdownOfProse(note, '> ')] : story.note.map(({ text }) => `> ${escapeMarkdown(text)}`)),
  ]
}

/** The story in its other language, in paragraphs, the first with who translated. */
function translationOf({ translation }: StoryView): readonly string[] {
  if (translation === null) return []
  const { told, title, summary, points } = translation
  return [`${title} (${told})`, ...(summary === '' ? [] : [summary]), ...points.map(point => `• ${point}`)]
}

function textOf(site: SiteDescription, story: StoryView): string {
  const { colon } = wordsOf(site.language)
  const { summary, points, note } = story.prose
  const facts = factsOf(site, story).map(({ text, url }) => (url === null ? text : `${text}${colon}${url}`))
  return [
    story.title,
    ...(story.url === null ? [] : [story.url]),
    facts.join(' · '),
    ...(story.summary === '' ? [] : [summary ? textOfProse(summary) : story.summary]),
    ...(points?.map(textOfSpans) ?? story.points).map(point => `* ${point}`),
    ...translationOf(story),
    ...story.corrections,
    ...(note ? [textOfProse(note, '> ')] : story.note.map(({ text }) => `> ${text}`)),
  ].join('\n')
}

/** The line under a title: where from, by whom, how long, and what else there is of it. */
export function factsOf(
  site: SiteDescription,
  story: StoryView,
): { readonly text: string; readonly url: string | null }[] {
  const words = wordsOf(site.language)
  return [
    { text: story.site, url: null },
    ...(story.authors === '' ? [] : [{ text: story.authors, url: null }]),
    ...(story.minutes > 0 ? [{ text: story.readingTime, url: null }] : []),
    ...(story.pdfUrl === null ? [] : [{ text: words.pdf, url: story.pdfUrl }]),
    ...(story.copy === null ? [] : [{ text: words.savedPdf, url: story.copy.url }]),
    ...(story.discussion === null ? [] : [story.discussion]),
    ...(story.suggestedBy === null ? [] : [{ text: story.suggestedBy, url: null }]),
    ...(story.via === null ? [] : [{ text: `${words.via}${story.via.name}`, url: story.via.url }]),
    ...story.others.map(({ name, url }) => ({ text: `${words.alsoCoveredBy}${name}`, url })),
  ]
}
