// What was taken back is nowhere but for its mark; nothing else of the site changes its address or its id, and undone it is as if it had never been.
import { unzipSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correctIssue, type Retraction } from '../../src/core/edits.ts'
import type { Instant, InterfaceLanguage, Issue } from '../../src/core/types.ts'
import { renderMail } from '../../src/publish/mail/email.ts'
import { findMonthBefore } from '../../src/publish/mail/month-mail.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { aChineseStory, anIssue, aSite, aStory, mailFor, shippedTemplates, weeklyIssues } from './issues.ts'

const at = '2016-12-12T03:00:00.000Z' as Instant
const takeBack = (storyId: string, reason = '数据有误 <x>.'): Retraction => ({ storyId, reason, madeAt: at })
const lead = aStory().lead
const bad = aChineseStory({
  id: 'bad',
  title: '撤下的文章',
  summary: 'Zyxwv 不该说的话。',
  lead: { ...lead, itemId: 7, url: 'https://bad.example/', title: 'x', site: 'bad.example', sourceTitle: 'Bad source' },
})
const sections = [
  {
    title: 'Clouds',
    stories: [
      aStory({ id: 'one' }),
      bad,
      aStory({ id: 'three', title: 'Third', lead: { ...lead, url: 'https://c.example/' } }),
    ],
  },
  { title: '容器', stories: [aChineseStory({ id: 'four' })] },
]
const newest = anIssue(sections)

function render(issues: readonly Issue[], language: InterfaceLanguage = 'en') {
  const files = new Map(
    renderSite(aSite({ language }), issues, [], shippedTemplates).map(({ path, content }) => [path, content]),
  )
  const read = (path: string): string => {
    const content = files.get(path) ?? ''
    if (!path.endsWith('.epub')) return content.toString()
    return Object.values(unzipSync(content as Uint8Array))
      .map(bytes => Buffer.from(bytes).toString())
      .join('\n')
  }
  return { files, read }
}
const older = weeklyIssues(4).slice(1)
const before = render([newest, ...older])
const idsIn = (text: string): readonly string[] =>
  [...text.matchAll(/<(?:guid|id|published|pubDate)[^>]*>([^<]*)|"(?:id|date_published)": "([^"]*)"/g)].map(
    ([id]) => id,
  )
const folder = 'issues/2016-W49/'

describe('a story that was taken back', () => {
  const after = render([correctIssue(newest, [], [takeBack('bad')]), ...older])

  test('is in no file of the site', () => {
    for (const path of after.files.keys()) {
      const content = after.read(path)
      for (const word of ['Zyxwv', 'bad.example', 'Bad source'])
        expect([path, content.includes(word)]).toEqual([path, false])
    }
  })

  test.each([
    `${folder}index.html`,
    `${folder}issue.epub`,
    `${folder}issue.md`,
    `${folder}issue.txt`,
    'feed.xml',
    'atom.xml',
    'feed.json',
  ])('has a mark in its place in %s', path => {
    const content = after.read(path)
    const mark = content.indexOf('This story was taken back on Dec 12, 2016: 数据有误')
    expect(mark).toBeGreaterThan(0)
    expect(content.lastIndexOf('The tail at scale', mark)).toBeGreaterThan(0)
    expect(content.indexOf('Third', mark)).toBeGreaterThan(mark)
    if (!path.endsWith('.txt')) expect(content).not.toContain('数据有误 <x>')
  })

  test('keeps its permalink, which leads to the mark; the others keep theirs, their ids and their dates', () => {
    const page = after.read(`${folder}index.html`)
    expect(page).toContain('<p class="meta mark" id="撤下的文章">')
    const anchors = (text: string) => [...text.matchAll(/ id="([^"]*)"/g)].map(match => match[1])
    expect(anchors(page)).toEqual(anchors(before.read(`${folder}index.html`)))
    for (const path of ['stories.xml', 'stories-atom.xml', 'stories.json', 'feed.xml', 'atom.xml', 'feed.json']) {
      const was = new Set(idsIn(before.read(path)))
      expect(idsIn(after.read(path)).filter(id => !was.has(id))).toEqual([])
    }
    expect(idsIn(after.read('stories.json'))).toHaveLength(idsIn(before.read('stories.json')).length - 2)
    expect(after.read('feed.json')).toContain(`"date_modified": "${at}"`)
  })

  test('is a tombstone in the Atom feed of stories, as RFC 6721 has it', () => {
    expect(after.read('stories-atom.xml')).toMatch(
      /<at:deleted-entry xmlns:at="http:\/\/purl\.org\/atompub\/tombstones\/1\.0" ref="[^"]+" when="2016-12-12T03:00:00\.000Z"><at:comment>数据有误 &lt;x(?:&gt;|>)\.<\/at:comment><\/at:deleted-entry>/,
    )
    expect(before.read('stories-atom.xml')).not.toContain('deleted-entry')
  })

  test('leaves a mark where it was the only one of its section, and none in a mail', () => {
    const alone = anIssue([{ title: 'Alone', stories: [bad] }, ...sections.slice(1)])
    const issue = correctIssue(alone, [], [takeBack('bad')])
    const { read } = render([issue], 'zh-CN')
    expect(read(`${folder}index.html`)).toMatch(
      /Alone<\/h2>\n<p class="meta mark" id="撤下的文章">本文已于2016年12月12日撤下：数据有误/,
    )
    const mail = mailFor(renderMail(aSite(), issue, 'en', shippedTemplates))
    expect(mail.subject).toContain('Docker')
    expect(mail.html + mail.text).not.toMatch(/Alone|taken back|撤下/)
  })
})

describe('an issue that was taken back', () => {
  const gone = correctIssue(newest, [], [takeBack('')])
  const after = render([gone, ...older])

  test('is a page that says so, for readers and not for search engines, and nothing else', () => {
    const page = after.read(`${folder}index.html`)
    expect(page).toContain('This issue was taken back on Dec 12, 2016: 数据有误 &lt;x&gt;.')
    expect(page).toContain('<meta name="robots" content="noindex">')
    expect(page).not.toMatch(/Zyxwv|tail at scale/)
    expect([...after.files.keys()].filter(path => path.startsWith(folder)).toSorted()).toEqual([
      `${folder}.gone`,
      `${folder}index.html`,
    ])
    for (const path of after.files.keys())
      if (!path.startsWith(folder)) {
        const content = after.read(path).replaceAll(/<at:deleted-entry.*<\/at:deleted-entry>/g, '')
        expect([path, /2016-W49|Zyxwv|Bad source/.test(content)]).toEqual([path, false])
      }
  })

  test('leaves the numbers, ids and addresses of all others', () => {
    for (const path of ['feed.xml', 'atom.xml', 'stories.xml', 'stories-atom.xml', 'feed.json']) {
      const was = new Set(idsIn(before.read(path)))
      expect(idsIn(after.read(path)).filter(id => !was.has(id))).toEqual([])
    }
    expect(after.read('atom.xml')).toContain('<at:deleted-entry')
    expect(after.read('issues/2016-W48/index.html')).toContain('No 3')
    expect(after.read('issues/2016-W48/index.html')).not.toContain('W49')
  })

  test('gives no story to the best of its month, though it still made it', () => {
    const december = anIssue(sections, { week: '2016-W52' as never, date: '2017-01-05' as never, mailUntil: at })
    const mailed = { ...newest, mailUntil: at }
    expect(findMonthBefore(december, [mailed])).toEqual([mailed])
    expect(findMonthBefore(december, [correctIssue(mailed, [], [takeBack('')])])).toEqual([])
    const second = { ...december, date: '2017-01-12' as never }
    expect(findMonthBefore(second, [correctIssue(december, [], [takeBack('')]), mailed])).toEqual([])
  })
})

test('whatever is taken back, no list gets another folder, and undone all bytes are as before', () => {
  const issues = [newest, ...older]
  const stories = issues.flatMap(issue =>
    ['', ...issue.sections.flatMap(each => each.stories.map(({ id }) => id))].map(id => [issue.week, id] as const),
  )
  const folders = (files: ReadonlyMap<string, unknown>) =>
    [...files.keys()].filter(path => /^(?:sections|sources|languages)\//.test(path))
  fc.assert(
    fc.property(fc.subarray(stories), taken => {
      const cut = issues.map(issue =>
        correctIssue(
          issue,
          [],
          taken.filter(([week]) => week === issue.week).map(([, id]) => takeBack(id)),
        ),
      )
      const known = new Set(folders(before.files))
      expect(folders(render(cut).files).filter(path => !known.has(path))).toEqual([])
      expect(render(cut.map(({ sealed }) => correctIssue(sealed, [], []))).files).toEqual(before.files)
    }),
    { numRuns: 15 },
  )
})
