import { describe, expect, test } from 'vitest'
import { viewIssue } from '../../src/publish/issue-view.ts'
import { renderMail } from '../../src/publish/mail/email.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { anIssue, aSite, aStory, mailFor, shippedTemplates } from './issues.ts'

const editionsOf = (language: 'en' | 'zh-CN', suggestedBy: string): Readonly<Record<string, string>> => {
  const site = aSite({ language })
  const issue = anIssue([{ title: 'A', stories: [aStory({ suggestedBy })] }])
  const files = renderSite(site, [issue], [], shippedTemplates)
  const read = (path: string): string => files.find(file => file.path === path)?.content.toString() ?? ''
  const mail = mailFor(renderMail(site, issue, language, shippedTemplates))
  const folder = `issues/${issue.week}`
  return {
    page: read(`${folder}/index.html`),
    feed: read('feed.xml'),
    atom: read('atom.xml'),
    stories: read('stories.xml'),
    markdown: read(`${folder}/issue.md`),
    text: read(`${folder}/issue.txt`),
    mail: mail.html,
    'mail as text': mail.text,
  }
}

describe.each([
  ['en', 'Suggested by Ann'],
  ['zh-CN', '荐：Ann'],
] as const)('who suggested a story (%s)', (language, credit) => {
  test.each(Object.entries(editionsOf(language, 'Ann')))('is credited in the %s', (_name, content) => {
    expect(content).toContain(credit)
  })

  const hostile = '</a><script>alert(1)</script>\u202e{{ site.url }}@@UNSUBSCRIBE_URL@@]]>'
  test.each(Object.entries(editionsOf(language, hostile)))('is escaped in the %s', (name, content) => {
    expect(content).not.toContain('\u202e')
    if (!/text|markdown/.test(name)) expect(content).not.toContain('<script>alert')
    expect(content).toContain('{{ site.url }}')
  })
})

test('a name without end is cut, an invisible one is none, and old stories have none', () => {
  const viewOf = (changes: object) =>
    viewIssue(aSite(), anIssue([{ title: 'A', stories: [aStory(changes)] }]), 'zh-CN').stories[0]?.suggestedBy
  expect(viewOf({ suggestedBy: '好'.repeat(500) })?.length).toBeLessThan(70)
  expect(viewOf({ suggestedBy: '\u200b\u2800 ' })).toBeNull()
  expect(viewOf({})).toBeNull()
})
