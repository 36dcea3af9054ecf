// An issue as a Markdown file, and its name in git. Pure.
import { createHash } from 'node:crypto'
import type { CorrectedIssue } from '../../core/edits.ts'
import type { Story } from '../../core/types.ts'
import { linkForReaders } from '../../core/url.ts'
import { hashFacts, type IssueFacts } from '../issue-facts.ts'

/** A file with what its commit says. */
export interface IssueFile {
  readonly path: string
  readonly message: string
  readonly content: string
}

const escape = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&')
    .replace(/\s+/g, ' ')
    .trim()

function writeLink(title: string, url: string | null): string {
  const href = url === null ? null : linkForReaders(url)
  return href === null ? escape(title) : `[${escape(title)}](${href.replaceAll('(', '%28').replaceAll(')', '%29')})`
}

function writeStory(story: Story): string {
  const { title, lead, summary, points, note, markdown = [] } = story
  const own = (field: 'summary' | 'note', text: string): string =>
    markdown.includes(field) ? text.trim() : escape(text)
  const list = points.map(point => `- ${markdown.includes('points') ? point.trim() : escape(point)}`).join('\n')
  const said = [own('summary', summary), list, note === null ? '' : `> ${own('note', note).replaceAll('\n', '\n> ')}`]
  return [`### ${writeLink(title, lead.url)}`, ...said].filter(text => text !== '').join('\n\n')
}

/** The file of an issue. In `path` stands `{week}` for the week of the issue. */
export function writeIssueFile(facts: IssueFacts, issue: CorrectedIssue | null, path: string): IssueFile {
  const head = [`# ${escape(`${facts.listTitle}: ${facts.title}`)}`, `<${facts.url}>`]
  const sections = (issue?.sections ?? []).map(({ title, stories }) =>
    [`## ${escape(title)}`, ...stories.map(writeStory)].join('\n\n'),
  )
  const blocks = facts.takenBack === null ? [...head, ...sections] : [...head, `> ${escape(facts.takenBack)}`]
  return {
    path: path.replaceAll('{week}', facts.week),
    message: `${facts.listTitle}: ${facts.title}`,
    content: `${blocks.join('\n\n')}\n`,
  }
}

/** By what a change is told: what messages are told of, and what the file says of each story besides. */
export function hashIssueFile(facts: IssueFacts, issue: CorrectedIssue): string {
  const said = issue.sections.map(({ title, stories }) => [
    title,
    stories.map(each => [each.summary, each.points, each.note]),
  ])
  return createHash('sha256')
    .update(JSON.stringify([hashFacts(facts), said]))
    .digest('hex')
}

/** What git calls a file of this content: SHA-1 over its length and bytes. */
export function blobName(content: string): string {
  const bytes = Buffer.from(content)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
