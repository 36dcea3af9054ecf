// Share cards: all of a title in letters of the program's own font, no boxes, the same bytes each time, and named by the pages that they are of.
import { imageSize } from 'image-size'
import { expect, test } from 'vitest'
import { drawCard } from '../../../src/app/draw-card.ts'
import { breakLines, CARD_SIZE, drawable, layCard } from '../../../src/publish/card/lay-card.ts'
import { readLetters } from '../../../src/publish/card/letters.ts'
import { planCards } from '../../../src/publish/card/plan-cards.ts'
import { outlineIssue } from '../../../src/publish/site/make-outline.ts'
import { renderSite } from '../../../src/publish/site/site-in-memory.ts'
import { anIssue, aSite, aStory, shippedTemplates } from '../issues.ts'

const long =
  '“灯笼鱼”事故复盘：一次 etcd 写满配额之后，我们如何在四十分钟里恢复整个集群，以及为什么下一次只要四分钟——来自平台组的完整记录与反思（附全部命令和时间线），值班手册也已经改好，欢迎大家来提意见'
const label = '第 47 期 · 2016年12月8日'

const english = 'What fsync promises after an error, and why the answer changed three times '.repeat(4)

test.each([
  ['long, in Chinese', long],
  ['long, in English', english],
  ['with letters that the font has not', '🎉 Kubernetes 发布 👩‍👩‍👧‍👦：한국어 العربية 🚀'],
  ['without a single letter', '🎉🚀'],
])('a title that is %s makes a picture of the right size', async (_, title) => {
  const card = await drawCard({ list: '每周阅读清单', title, label })
  expect(imageSize(card)).toMatchObject({ ...CARD_SIZE, type: 'png' })
  expect(card.length).toBeLessThan(100_000)
})

test('the same words make the same bytes', async () => {
  const words = { list: '每周阅读清单', title: '容器运行时', label }
  expect(Buffer.from(await drawCard(words)).equals(Buffer.from(await drawCard(words)))).toBe(true)
})

test('cards that are drawn at the same time share what is read of the font: none lacks a letter', async () => {
  const titles = ['同时画的第一张', '同时画的第二张']
  const [, second] = await Promise.all(titles.map(title => readLetters(title)))
  expect(drawable(titles[1] ?? '', second ?? new Map())).toBe(titles[1])
})

test('a word without end is broken, and a text that is longer than the card ends with an ellipsis', async () => {
  const title = `${'x'.repeat(400)} ${english}`
  const letters = await readLetters(`${title}…`)
  for (const line of breakLines(title, 50, letters)) {
    const width = Array.from(line).reduce((sum, letter) => sum + (letters.get(letter)?.width ?? 0), 0) * 0.05
    expect(width).toBeLessThan(CARD_SIZE.width - 100)
  }
  expect(layCard({ list: '', title: '', label: '' }, letters)).toContain('<svg')
})

test('nothing of a card depends on the fonts of the machine, and nothing of a title gets into its markup', async () => {
  const letters = await readLetters(`${long}<script>…`)
  const svg = layCard({ list: 'a', title: `<script>${long}`, label: 'b' }, letters)
  expect(svg.match(/<\w+/g)?.filter(tag => !['<svg', '<rect', '<g', '<path'].includes(tag))).toEqual([])
  expect(svg).not.toContain('NaN')
})

test('letters that the font has not are left out, with the blanks around them; Chinese of both kinds it has', async () => {
  const text = '繁體中文的標點與軟體，简体也有；カタカナ 🎉 ab 👍'
  const letters = await readLetters(text)
  expect(drawable(text, letters)).toBe('繁體中文的標點與軟體，简体也有；カタカナ ab')
})

test('lines keep words whole, and no line begins with a full stop or ends with an opening mark', async () => {
  const text = `${long} and English words stand among 它们（又一次）。`
  const letters = await readLetters(text)
  for (const size of [50, 64, 76]) {
    const lines = breakLines(text, size, letters)
    expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    for (const line of lines) {
      expect(line).not.toMatch(/^[，。；：！？、”）]/)
      expect(line).not.toMatch(/[“（]$/)
    }
    expect(lines.join('\n')).toMatch(/English/)
  }
})

test('each issue has its card, which its page names; where cards are off there is neither', () => {
  const stories = ['1', '2'].map(id => aStory({ id, title: `Story ${id}` }))
  const issue = anIssue([{ title: 'Clouds', stories }])
  const corrected = { ...issue, sealed: issue, errata: [], retractions: [] }
  const site = aSite({ hasCards: true })
  const [card, ...more] = planCards(site, [outlineIssue(site, corrected)], [])
  expect([card?.path, card?.words.title, more]).toEqual([`issues/${issue.week}/card.png`, 'Story 1', []])
  const taken = { storyId: '1', reason: 'wrong', madeAt: issue.sealedAt }
  const [without] = planCards(site, [outlineIssue(site, { ...corrected, retractions: [taken] })], [])
  expect(without?.words.title).toBe('Story 2')
  expect(without?.madeFrom).not.toBe(card?.madeFrom)
  const gone = { ...corrected, retractions: [{ ...taken, storyId: '' }] }
  expect(planCards(site, [outlineIssue(site, gone)], [])).toEqual([])
  const pageWith = (hasCards: boolean): string => {
    const files = renderSite(aSite({ hasCards }), [issue], [], shippedTemplates)
    return String(files.find(({ path }) => path === `issues/${issue.week}/index.html`)?.content)
  }
  expect(pageWith(true)).toContain(`<meta property="og:image" content="${new URL(card?.path ?? '', site.url).href}">`)
  expect(pageWith(true)).toContain('<meta name="twitter:card" content="summary_large_image">')
  expect(pageWith(false)).not.toMatch(/og:image|twitter:card/)
  expect(planCards(aSite({}), [outlineIssue(site, corrected)], [])).toEqual([])
})
