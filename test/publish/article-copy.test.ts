import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant, SafeHtml } from '../../src/core/types.ts'
import { type CopiedArticle, nameCopies, nameOfPicture, renderArticleCopy } from '../../src/publish/article-copy.ts'
import { partSuffix } from '../../src/publish/files/write-file.ts'
import { anIssue, aSite, aStory, shippedTemplates } from './issues.ts'

const anArticle = (changes: Partial<CopiedArticle> = {}): CopiedArticle => ({
  ...{ title: 'Leases', byline: 'Ann', siteName: 'A blog', language: 'en', html: '<p>Text</p>' as SafeHtml },
  ...{ publishedAt: null, url: 'https://a.example/x?utm_source=feed' },
  readAt: '2016-12-07T00:00:00.000Z' as Instant,
  savedAt: '2016-12-09T00:00:00.000Z' as Instant,
  ...changes,
})
const render = (changes?: Partial<CopiedArticle>, language: 'en' | 'zh-CN' = 'en'): string =>
  renderArticleCopy(aSite({ language }), anArticle(changes), shippedTemplates)

describe('the document of a copy', () => {
  test.each<[string, string, string]>([
    ['lets nothing be fetched', render(), `content="default-src 'none'; style-src 'unsafe-inline'`],
    ['names where the original stands', render(), 'Original <a href="https://a.example/x">https://a.example/x</a>'],
    ['says when it was read and saved', render(), 'Text as read on Dec 7, 2016 · copy saved on Dec 9, 2016'],
    ['says so in Chinese', render({}, 'zh-CN'), '正文读取于2016年12月7日 · 副本保存于2016年12月9日'],
    ['is in the language of its article', render({ language: 'zh' }), '<html lang="zh">'],
    ['whose language is unknown is in that of the site', render({ language: null }), '<html lang="en">'],
    ['names who wrote it', render(), '<bdi>A blog</bdi> · <bdi>Ann</bdi>'],
    ['without a site is named by its host', render({ siteName: null }), '<bdi>a.example</bdi>'],
    ['escapes what is text', render({ title: '</style><b>' }), '<title>&lt;/style&gt;&lt;b&gt;</title>'],
    ['has the article as it is', render(), '<p>Text</p>\n</article>'],
  ])('%s', (_what, html, expected) => {
    expect(html).toContain(expected)
  })

  test('needs nothing from outside', () => {
    expect(render()).not.toMatch(/<(?:link|script|img|iframe)\b|url\(|@import/)
  })
})

test.each([
  ['A cat', 'en', '[Picture: A cat]'],
  ['', null, '[Picture]'],
  ['猫', 'zh', '［图：猫］'],
  ['', 'zh', '［图］'],
])('a picture "%s" in %s is %s', (alternative, language, expected) => {
  expect(nameOfPicture(alternative, language)).toBe(expected)
})

describe('files of copies', () => {
  const namesOf = (titles: readonly string[]): string[] => {
    const stories = titles.map((title, index) => {
      const { lead, ...story } = aStory({ title })
      return { ...story, lead: { ...lead, itemId: index } }
    })
    return [...nameCopies(anIssue([{ title: 'Clouds', stories }])).values()]
  }

  test.each<[string, string[], string[]]>([
    ['are named after their stories', ['The tail: at scale'], ['the-tail-at-scale']],
    ['of one title are told apart', ['限流器', '限流器'], ['限流器', '限流器-2']],
    [
      'of long titles end with a word',
      ['A field guide to Raft membership changes, with the mistakes we made'],
      ['a-field-guide-to-raft-membership-changes-with'],
    ],
    ['of titles without letters have a name too', ['!?'], ['story']],
    ['lead out of no folder', ['../../etc/passwd'], ['etc-passwd']],
  ])('%s', (_what, titles, expected) => {
    expect(namesOf(titles)).toEqual(expected)
  })

  test('fit any file system, whatever the titles', () => {
    const letters = fc.constantFrom('a', '限', '𠀀', 'ﷺ', '\ufa6c', '\u{1109a}', '\u0301', ' ', '/', '\u0000')
    fc.assert(
      fc.property(fc.array(fc.string({ unit: letters, minLength: 0, maxLength: 300 }), { maxLength: 4 }), titles => {
        const names = namesOf(titles)
        expect(new Set(names).size).toBe(titles.length)
        for (const name of names) {
          expect(Buffer.byteLength(`${name}.pdf${partSuffix}`)).toBeLessThanOrEqual(255)
          expect(name).not.toMatch(/[/\\\0]/)
        }
      }),
      { numRuns: 200 },
    )
  })
})
