// A correction is told wherever its story is: in words, and by the dates that programs read.
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { correctIssue, type CorrectableField, type Erratum } from '../../src/core/edits.ts'
import type { Instant, Story } from '../../src/core/types.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { aChineseStory, anIssue, aSite, aStory, shippedTemplates, weeklyIssues } from './issues.ts'

const at = (day: number): Instant => `2016-12-${day}T03:00:00.000Z` as Instant
const erratum = (field: CorrectableField, day: number, changes: Partial<Erratum> = {}): Erratum => ({
  storyId: 'one',
  field,
  value: 'Anders',
  reason: null,
  madeAt: at(day),
  ...changes,
})

function render(language: 'en' | 'zh-CN', errata: readonly Erratum[], story: Partial<Story> = {}) {
  const other = aChineseStory({ id: 'two', lead: { ...aStory().lead, itemId: 2, sourceTitle: 'Elsewhere' } })
  const sections = [
    { title: 'Clouds', stories: [aStory({ id: 'one', ...story })] },
    { title: '容器', stories: [other] },
  ]
  const newest = correctIssue(anIssue(sections), errata)
  const files = renderSite(aSite({ language }), [newest, ...weeklyIssues(3).slice(1)], [], shippedTemplates)
  return (path: string): string => {
    const content = files.find(file => file.path === path)?.content ?? ''
    if (!path.endsWith('.epub')) return content.toString()
    return Object.values(unzipSync(content as Uint8Array))
      .map(bytes => Buffer.from(bytes).toString())
      .join('\n')
  }
}

const folder = 'issues/2016-W49/'
const editions = ['index.html', 'issue.epub', 'issue.md', 'issue.txt'].map(name => `${folder}${name}`)

describe.each([...editions, 'stories.xml', 'stories.json', 'feed.xml'])('in %s', path => {
  test('each correction has its day and its own reason', () => {
    const read = render('zh-CN', [
      erratum('title', 12, { reason: '名称有误。' }),
      erratum('summary', 12, { reason: '名称有误。' }),
      erratum('summary', 13, { reason: '数字有误。' }),
    ])
    expect(read(path)).toContain('更正（2016年12月12日）：标题、摘要。名称有误。')
    expect(read(path)).toContain('更正（2016年12月13日）：摘要。数字有误。')
  })

  test('a note that is added corrects nothing; one that is changed does', () => {
    const added = render('zh-CN', [erratum('note', 12)])(path)
    expect(added).toContain('补充（2016年12月12日）：编者按')
    expect(added).not.toContain('更正')
    const changed = render('en', [erratum('note', 12), erratum('note', 13)], { note: null })(path)
    expect(changed).toContain('Added on Dec 12, 2016: note')
    expect(changed).toContain('Corrected on Dec 13, 2016: note')
    expect(render('en', [erratum('note', 12)], { note: 'Was here.' })(path)).toContain(
      'Corrected on Dec 12, 2016: note',
    )
  })
})

test('the book, the page and the site map have the day of the last correction', () => {
  const read = render('en', [erratum('title', 12), erratum('summary', 15)])
  expect(read(`${folder}issue.epub`)).toContain('<meta property="dcterms:modified">2016-12-15T03:00:00Z</meta>')
  expect(read(`${folder}index.html`)).toContain('"dateModified":"2016-12-15T03:00:00.000Z"')
  const dates = new Map(
    [...read('sitemap.xml').matchAll(/<loc>[^<]*\/list\/([^<]*)<\/loc>(?:<lastmod>([^<]*))?/g)].map(
      ([, path = '', date]) => [path, date],
    ),
  )
  for (const path of ['', folder, 'sections/clouds/']) expect([path, dates.get(path)]).toEqual([path, '2016-12-15'])
  for (const path of ['sections/%E5%AE%B9%E5%99%A8/', 'sources/elsewhere/'])
    expect([path, dates.get(path)]).toEqual([path, '2016-12-08'])
})

test('what was not corrected has no day of a correction', () => {
  const read = render('en', [])
  expect(read(`${folder}issue.epub`)).toContain('dcterms:modified">2016-12-08T00:00:05Z<')
  expect(read(`${folder}index.html`)).not.toContain('dateModified')
})
