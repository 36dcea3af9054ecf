// Who and when, where a line under the title says neither that it is a byline nor that it is a date.
import { describe, expect, test } from 'vitest'
import { readDateline } from '../../../src/extract/facts/dateline.ts'
import { extractArticle } from '../../../src/extract/extract-article.ts'

const title = 'The old light goes out'
const read = (...lines: readonly string[]) => readDateline(['Home', title, ...lines].join('\n'), title, ['Harbour Log'])

describe('a line under the title', () => {
  test.each([
    ['Ann B. Lee · May 8, 2026', 'Ann B. Lee', '2026-05-08'],
    ['May 8, 2026 · Ann Lee · 4 min read', 'Ann Lee', '2026-05-08'],
    ['Ann Lee, 8 May 2026', 'Ann Lee', '2026-05-08'],
    ['May 8, 2026Ann Lee', 'Ann Lee', '2026-05-08'],
    ['林小舟, 2026年5月8日', '林小舟', '2026-05-08'],
    ['2026-05-08 林小舟', '林小舟', '2026-05-08'],
    ['Friday, May 8, 2026 | Harbour Log | Ann Lee', 'Ann Lee', '2026-05-08'],
  ])('%s', (line, name, day) => {
    const found = read(line)
    expect([found?.names.join(), found?.publishedAt.slice(0, 10)]).toEqual([name, day])
  })

  test('has its name on the next line, or on the one before', () => {
    expect(read('May 8, 2026', 'Ann Lee', 'The light of the harbour goes out.')?.names).toEqual(['Ann Lee'])
    expect(read('林小舟', '2026年5月8日', '旧港的灯塔将在五月停用。')?.names).toEqual(['林小舟'])
  })

  test.each([
    ['a section', 'Machine Learning · May 8, 2026'],
    ['a section in Chinese', '后端开发 · 2026年5月8日'],
    ['the site', 'Harbour Log · May 8, 2026'],
    ['a date alone, perhaps of what the page announces', 'Friday, May 8, 2026 at 7 PM'],
    [
      'a sentence',
      'On May 8, 2026 the harbour office switches the old light off, after a hundred and thirty years of use.',
    ],
    ['no day that exists', 'Ann Lee · May 38, 2026'],
  ])('says nothing with %s', (_, line) => {
    expect(read(line, 'The light of the harbour goes out.')).toBeNull()
  })

  test('is only looked for below the title', () => {
    expect(readDateline(`Ann Lee · May 8, 2026\n${title}`, title, [])).toBeNull()
    expect(readDateline('Ann Lee · May 8, 2026', null, [])).toBeNull()
  })
})

test.each([
  ['<p>2026年5月8日 来源：江城日报 作者：林小舟 字号：大 中 小</p>', '林小舟', '2026-05-08'],
  ['<i>Ann Lee, May 8, 2026</i>', 'Ann Lee', '2026-05-08'],
])('a page has it as its byline: %s', (line, byline, day) => {
  const body =
    '<p>The harbour of the old town was closed for eleven years, and nobody thought that a ship would come.</p>'
  const html = `<title>${title}</title><article><h1>${title}</h1>${line}${body.repeat(6)}</article>`
  const article = extractArticle(html, { url: 'https://harbour.example/light' })
  expect([article.byline, article.publishedAt?.slice(0, 10)]).toEqual([byline, day])
})
