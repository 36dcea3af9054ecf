import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, type ParserError } from 'parse5'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Instant, InterfaceLanguage, Story, WeekId } from '../../src/core/types.ts'
import { type Aftercare, mayCopy, noAftercare, planCopies } from '../../src/publish/aftercare.ts'
import { viewIssue } from '../../src/publish/issue-view.ts'
import { planInMemory } from '../../src/publish/site/site-in-memory.ts'
import { renderIssueMarkdown, renderIssueText } from '../../src/publish/text-editions.ts'
import { writeSite } from '../../src/publish/files/write-site.ts'
import { anIssue, aSite, aStory, shippedTemplates } from './issues.ts'

const savedAt = '2016-12-09T00:00:05.000Z' as Instant
const copy = { itemId: 1, week: '2016-W49' as WeekId, name: '容器-tail', savedAt, sha256: 'f0', addresses: [] }
const copies: Aftercare['copies'] = new Map([[1, copy]])
const deadLinks: Aftercare['deadLinks'] = new Map([['https://research.example/tail?a=1&b=2', savedAt]])
const address = '/list/issues/2016-W49/copies/%E5%AE%B9%E5%99%A8-tail.pdf'

function render(
  path: string,
  aftercare: Partial<Aftercare>,
  story: Partial<Story> = {},
  language: InterfaceLanguage = 'en',
): string {
  const issues = [anIssue([{ title: 'Clouds', stories: [aStory(story)] }])]
  const material = {
    site: aSite({ language }),
    issues,
    posts: [],
    sources: [],
    templates: shippedTemplates,
    program: '',
  }
  const files = planInMemory({ ...material, ...noAftercare, ...aftercare })
  return (
    files
      .find(file => file.path === path)
      ?.render()
      .toString() ?? ''
  )
}
const pageOf = (aftercare: Partial<Aftercare>, story?: Partial<Story>, language?: InterfaceLanguage): string =>
  render('issues/2016-W49/index.html', aftercare, story, language)
/** Links to PDFs as their address, their accessible name and what is seen. */
const pdfLinks = (html: string): string[][] =>
  [...html.matchAll(/<a href="([^"]*\.pdf)" aria-label="([^"]*)"[^>]*>([^<]*)<\/a>/g)].map(match => match.slice(1))

describe('a saved copy on the page of its issue', () => {
  test.each<[string, InterfaceLanguage, Partial<Story>, string[][]]>([
    ['is the PDF beside the heading', 'en', { title: 'T' }, [[address, 'our saved copy (PDF): T', 'PDF']]],
    ['is the PDF beside the heading in Chinese', 'zh-CN', { title: 'T' }, [[address, 'PDF（本站存档）：T', 'PDF']]],
    [
      'is told from the PDF of the article itself',
      'en',
      { title: 'T', pdfUrl: 'https://research.example/t.pdf' },
      [
        ['https://research.example/t.pdf', 'PDF: T', 'PDF'],
        [address, 'our saved copy (PDF): T', 'our saved copy (PDF)'],
      ],
    ],
  ])('%s', (_what, language, story, expected) => {
    const html = pageOf({ copies }, story, language)
    expect(pdfLinks(html)).toEqual(expected)
    expect(html.match(/<h3[^]*?<\/h3>/)?.[0]).not.toContain('.pdf')
    expect(html).toContain(language === 'en' ? 'title="Saved on Dec 9, 2016"' : 'title="保存于2016年12月9日"')
    const errors: ParserError[] = []
    parse(html, { onParseError: error => errors.push(error) })
    expect(errors).toEqual([])
  })

  test('comes before the archive when the link is dead', () => {
    const html = pageOf({ copies, deadLinks }, { title: 'T' })
    const dead = /No longer online since[^]*?<\/p>/.exec(html)?.[0] ?? ''
    expect([...dead.matchAll(/href="([^"]*)"/g)].map(match => match[1])).toEqual([
      address,
      'https://web.archive.org/web/20161208/https://research.example/tail?a=1&amp;b=2',
    ])
    expect(pageOf({ deadLinks })).toContain('web.archive.org')
    expect(pageOf({ deadLinks })).not.toContain(address)
  })

  test('is named by the text editions, and kept from search engines', () => {
    const issue = anIssue([{ title: 'Clouds', stories: [aStory()] }])
    const view = viewIssue(aSite(), issue, 'en', { ...noAftercare, copies })
    const url = `https://weekly.example.org${address}`
    expect(renderIssueMarkdown(aSite(), view)).toContain(`[our saved copy (PDF)](<${url}>)`)
    expect(renderIssueText(aSite(), view)).toContain(`our saved copy (PDF): ${url}`)
    expect(render('robots.txt', { copies })).toContain('\nDisallow: /list/issues/*/copies/\n')
    expect(render('robots.txt', {})).not.toContain('Disallow')
  })
})

test.each<[string, 'none' | 'pdf', readonly string[], string, boolean]>([
  ['nothing by default', 'none', [], 'https://a.example/', false],
  ['everything when it is on', 'pdf', [], 'https://a.example/', true],
  ['no excepted host', 'pdf', ['a.example'], 'https://a.example/', false],
  ['nothing below an excepted host', 'pdf', ['Example'], 'https://blog.a.example/x', false],
  ['a host whose name only ends the same', 'pdf', ['a.example'], 'https://ba.example/', true],
])('copied is %s', (_what, kind, copiesExcept, url, expected) => {
  expect(mayCopy({ copies: kind, copiesExcept }, ['https://b.test/', url])).toBe(expected)
})

test('the bytes of a copy are read only when its file must be written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-site-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const read: number[] = []
  const plan = planCopies(copies, itemId => {
    read.push(itemId)
    return Promise.resolve(new Uint8Array([0, 255]))
  })
  expect(await writeSite(folder, plan)).toMatchObject({ written: 1 })
  expect(await writeSite(folder, plan)).toMatchObject({ written: 0, unchanged: 1 })
  expect(read).toEqual([1])
  expect(await writeSite(folder, [])).toMatchObject({ removed: 1 })
})
