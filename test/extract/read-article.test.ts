// One item's article from what its link answered: by selector, page, PDF or feed, and how sure that is.
import { describe, expect, test } from 'vitest'
import { readArticle } from '../../src/extract/read-article.ts'
import { aFetchedPage, anItem, aTask, paragraphs } from './items.ts'
import { aPage, aPdf } from './pdf-builder.ts'

const pageOf = (article: string) =>
  `<!doctype html><html lang="en"><title>Walls</title><body><nav><a href="/">Home</a></nav><article>${article}</article><div id="extra"><p>Only this part counts, says the curator.</p></div></body></html>`

test('a page gives its article, surely where it holds the words of the feed', async () => {
  const item = anItem({ summaryHtml: paragraphs(1) })
  const article = await readArticle(aTask({ item, page: aFetchedPage(pageOf(paragraphs(6))) }))
  expect(article).toMatchObject({ method: 'page', confidence: 0.95, url: 'https://a.example/walls' })
  expect(article.confidenceReasons).toContain('holds 100 % of the feed’s own words')
})

test("the source's own selector comes before everything else", async () => {
  const item = anItem({ contentHtml: paragraphs(8) })
  const article = await readArticle(aTask({ item, page: aFetchedPage(pageOf(paragraphs(6))), selector: '#extra p' }))
  expect(article).toMatchObject({ method: 'selector', text: 'Only this part counts, says the curator.' })
})

test('parts of a part that the selector names are taken once', async () => {
  const page = aFetchedPage(
    '<div class="part"><p>One.</p><div class="part"><p>Two.</p></div></div><div class="part">Three.</div>',
  )
  expect((await readArticle(aTask({ page, selector: '.part' }))).text).toBe('One.\n\nTwo.\n\nThree.')
})

test('where the selector matches nothing the article is found, and the reasons say so', async () => {
  const article = await readArticle(aTask({ page: aFetchedPage(pageOf(paragraphs(6))), selector: '.gone' }))
  expect(article.method).toBe('page')
  expect(article.confidenceReasons).toContain('the source’s selector matches nothing')
})

test('a selector that is none is refused by name', async () => {
  const task = aTask({ page: aFetchedPage(pageOf(paragraphs(2))), selector: 'div[' })
  await expect(readArticle(task)).rejects.toMatchObject({
    code: 'PAGE_SELECTOR_INVALID',
    message: expect.stringContaining('article "div["') as string,
  })
})

test.each([
  ['its text is the title again', { contentHtml: '<p>Walls between containers</p>' }],
  ['its summary is the title again', { summaryHtml: 'Walls between containers.' }],
  ['it has no title, and its text is short', { title: '', contentHtml: '<p>New: walls, at last</p>' }],
  ['it says nothing but its title', {}],
])('an item has no lead where %s', async (_, fields) => {
  const { title, summary } = await readArticle(aTask({ item: anItem(fields) }))
  expect(title).not.toBe('')
  expect(summary.lead).toBe('')
})

test('the words of an item are its lead where they are more than its title, though no sentence', async () => {
  const { summary } = await readArticle(aTask({ item: anItem({ summaryHtml: 'Figures for four walls' }) }))
  expect(summary.lead).toBe('Figures for four walls')
})

test('tags of a template that a feed left in its words are no lead', async () => {
  const tag = '{% pdf http://a.example/assets/walls.pdf %}'
  const alone = await readArticle(aTask({ item: anItem({ summaryHtml: tag }) }))
  expect(alone.summary.lead).toBe('')
  const { summary } = await readArticle(
    aTask({ item: anItem({ summaryHtml: `${tag} Figures for four {{ site.what }} walls` }) }),
  )
  expect(summary.lead).toBe('Figures for four walls')
})

describe('a PDF', () => {
  const bytes = aPdf({ pages: [aPage('Walls between containers, measured.', 20)] })
  test.each<[string, string | null]>([
    ['by its type', 'application/pdf'],
    ['by its first bytes where the type is wrong', 'text/html; charset=utf-8'],
    ['by its first bytes where there is no type', null],
  ])('is known %s, and is itself the PDF beside', async (_name, contentType) => {
    const url = 'https://a.example/walls.pdf'
    const article = await readArticle(aTask({ page: aFetchedPage(bytes, { url, contentType }) }))
    expect(article).toMatchObject({ method: 'pdf', pdfUrl: url, title: 'Walls between containers' })
  })

  test('takes its title from its first lines where the link had none', async () => {
    const task = aTask({ item: anItem({ title: '' }), page: aFetchedPage(bytes) })
    expect((await readArticle(task)).title).toBe('Walls between containers, measured.')
  })

  test('that is none but a page is read as a page', async () => {
    const page = aFetchedPage(pageOf(paragraphs(6)), { contentType: 'application/pdf' })
    expect((await readArticle(aTask({ page }))).method).toBe('page')
  })
})

test.each([
  [
    'an enclosure of the feed',
    { enclosures: [{ url: 'https://a.example/e.pdf', type: null, lengthBytes: null }] },
    'https://a.example/e.pdf',
  ],
  ['the host’s habit', {}, 'https://arxiv.org/pdf/1611.01234'],
])('the PDF beside an article is told by %s', async (_name, fields, expected) => {
  const page = aFetchedPage(pageOf(paragraphs(6)), { url: 'https://arxiv.org/abs/1611.01234' })
  expect((await readArticle(aTask({ item: anItem(fields), page }))).pdfUrl).toBe(expected)
})

test('a page that says less than the feed does not take its place', async () => {
  const item = anItem({ contentHtml: paragraphs(2) })
  const article = await readArticle(
    aTask({ item, page: aFetchedPage(pageOf('<p>Walls between containers: more soon.</p>')) }),
  )
  expect(article).toMatchObject({ method: 'feed', url: 'https://a.example/walls' })
})

test('an item without page and words stands with its title, unsurely', async () => {
  expect(await readArticle(aTask())).toMatchObject({ title: 'Walls between containers', text: '', confidence: 0 })
})

describe('what stands in an article’s place', () => {
  const check = `<title>Just a moment...</title><body><p>Verifying you are human. This may take a few seconds.</p><p>Ray ID: 7d1f</p></body>`

  test.each([
    ['a check for robots, which may pass', check, /a check for robots/, true],
    [
      'a login wall, which will not',
      '<title>Sign in</title><p>Sign in to continue</p><p>Password</p>',
      /a login wall/,
      false,
    ],
    [
      'another page with nothing of what was announced',
      '<title>Fish of the day</title><p>Cod and haddock, every day from noon.</p>',
      /nothing of what the feed announced/,
      true,
    ],
  ])('%s', async (_name, html, message, retryable) => {
    const item = anItem({ summaryHtml: 'Six measurements of containers and the walls between their kernels.' })
    const reading = readArticle(aTask({ item, page: aFetchedPage(html) }))
    await expect(reading).rejects.toMatchObject({ code: 'ARTICLE_WALLED', retryable })
    await expect(reading).rejects.toThrow(message)
  })

  test('a short page with the title that was announced is an article', async () => {
    const page = aFetchedPage('<title>Walls between containers</title><p>They are thin, and six were measured.</p>')
    expect((await readArticle(aTask({ page }))).text).toContain('They are thin')
  })

  test('a wall that a feed carries as its text says nothing', async () => {
    const item = anItem({ contentHtml: '<p>环境异常</p><p>当前环境异常，完成验证后即可继续访问。</p><p>去验证</p>' })
    const article = await readArticle(aTask({ item }))
    expect(article).toMatchObject({ text: '', summary: { lead: '', points: [] } })
  })
})
