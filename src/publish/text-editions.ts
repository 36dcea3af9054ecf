// An issue as Markdown and as plain text.
import { wordsOf } from '../core/words/words.ts'
import type { IssueView, MarkView, StoryView } from './issue-view.ts'
import type { SiteDescription } from './site-urls.ts'

/** Writes the issue as Markdown (CommonMark); nothing in a title or summary is taken for markup. */
export function renderIssueMarkdown(site: SiteDescription, issue: IssueView): string {
  const foreword = [
    ...issue.foreword.map(({ text }) => escapeMarkdown(text)),
    ...issue.corrections.map(text => `*${escapeMarkdown(text)}*`),
  ]
  const sections = issue.sections.flatMap(({ title, stories, marksBehind }) => [
    `## ${escapeMarkdown(title)}`,
    ...stories.flatMap(story => [...story.marksBefore.map(markdownOfMark), ...markdownOf(site, story)]),
    ...marksBehind.map(markdownOfMark),
  ])
  return `${[`# ${escapeMarkdown(issue.title)}`, `<${issue.url}>`, ...foreword, ...sections].join('\n\n')}\n`
}

/** Writes the issue as plain text, each paragraph on one line. */
export function renderIssueText(site: SiteDescription, issue: IssueView): string {
  const sections = issue.sections.flatMap(({ title, stories, marksBehind }) => [
    `== ${title} ==`,
    ...stories.flatMap(story => [...story.marksBefore.map(({ told }) => told), textOf(site, story)]),
    ...marksBehind.map(({ told }) => told),
  ])
  const head = `${issue.title}\n${issue.url}`
  return `${[head, ...issue.foreword.map(({ text }) => text), ...issue.corrections, ...sections].join('\n\n')}\n`
}

const markdownOfMark = ({ told }: MarkView): string => `*${escapeMarkdown(told)}*`

function markdownOf(site: SiteDescription, story: StoryView): string[] {
  const title = escapeMarkdown(story.title)
  const facts = factsOf(site, story).map(({ text, url }) =>
    url === null ? escapeMarkdown(text) : `[${escapeMarkdown(text)}](<${escapeReferences(url)}>)`,
  )
  return [
    `### ${story.url === null ? title : `[${title}](<${escapeReferences(story.url)}>)`}`,
    facts.join(' · '),
    ...(story.summary === '' ? [] : [escapeMarkdown(story.summary)]),
    ...(story.points.length === 0 ? [] : [story.points.map(point => `- ${escapeMarkdown(point)}`).join('\n')]),
    ...story.corrections.map(text => `*${escapeMarkdown(text)}*`),
    ...story.note.map(({ text }) => `> ${escapeMarkdown(text)}`),
  ]
}

function textOf(site: SiteDescription, story: StoryView): string {
  const { colon } = wordsOf(site.language)
  const facts = factsOf(site, story).map(({ text, url }) => (url === null ? text : `${text}${colon}${url}`))
  return [
    story.title,
    ...(story.url === null ? [] : [story.url]),
    facts.join(' · '),
    ...(story.summary === '' ? [] : [story.summary]),
    ...story.points.map(point => `* ${point}`),
    ...story.corrections,
    ...story.note.map(({ text }) => `> ${text}`),
  ].join('\n')
}

/** The line under a title: where from, by whom, how long, and what else there is of it. */
function factsOf(site: SiteDescription, story: StoryView): { readonly text: string; readonly url: string | null }[] {
  const words = wordsOf(site.language)
  return [
    { text: story.site, url: null },
    ...(story.authors === '' ? [] : [{ text: story.authors, url: null }]),
    ...(story.minutes > 0 ? [{ text: story.readingTime, url: null }] : []),
    ...(story.pdfUrl === null ? [] : [{ text: words.pdf, url: story.pdfUrl }]),
    ...(story.copy === null ? [] : [{ text: words.savedPdf, url: story.copy.url }]),
    ...(story.discussion === null ? [] : [story.discussion]),
    ...story.others.map(({ name, url }) => ({ text: `${words.alsoCoveredBy}${name}`, url })),
  ]
}

/** A line that CommonMark gives back as it was: punctuation with a meaning is escaped, and what would begin a list, a heading or a quotation. */
function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\`*_[\]<>&#|~!$]/g, '\\$&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
}

/** In an address as well CommonMark reads `&lt;` as a character. */
function escapeReferences(url: string): string {
  return url.replace(/&(?=#?\w+;)/g, '\\&')
}
