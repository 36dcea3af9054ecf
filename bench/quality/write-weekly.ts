// Writes weeklies as pages of links with words on them, in the styles that people use, and articles with references that are none.
import { createChance, type Language } from '../corpus.ts'
import { type ListedItem, shuffle, wordsOf, writeListed, writeName, writeWhole } from './write-whole.ts'

/** A weekly's page, and what it lists. */
export interface Weekly {
  readonly style: string
  readonly language: Language
  readonly title: string
  readonly html: string
  readonly url: string
  readonly items: readonly { readonly title: string; readonly url: string }[]
}

interface Item extends ListedItem {
  readonly url: string
  readonly space: string
}

type Style = (items: readonly Item[], language: Language) => string

const told = ({ sentences, space }: Item): string => sentences.join(space)
const halves = (items: readonly Item[]): readonly (readonly Item[])[] => [
  items.slice(0, Math.ceil(items.length / 2)),
  items.slice(Math.ceil(items.length / 2)),
]
const sectionNames = {
  en: ['Articles', 'Tools'],
  zh: ['文章', '工具'],
} as const

const styles: Readonly<Record<string, Style>> = {
  'linked headings': items =>
    items.map(item => `<h3><a href="${item.url}">${item.title}</a></h3><p>${told(item)}</p>`).join('\n'),
  'numbered headings with links': (items, language) =>
    items
      .map(
        (item, i) =>
          `<h2>${i + 1}${language === 'en' ? '.' : '、'} <a href="${item.url}">${item.title}</a></h2><p>${told(item)}</p>`,
      )
      .join('\n'),
  'a list under each section': (items, language) =>
    halves(items)
      .map((half, i) => {
        const lines = half.map(item => `<li><a href="${item.url}">${item.title}</a>: ${told(item)}</li>`)
        return `<h2>${sectionNames[language][i] ?? ''}</h2><ul>${lines.join('\n')}</ul>`
      })
      .join('\n'),
  'numbered paragraphs': (items, language) =>
    items
      .map(
        (item, i) =>
          `<p>${i + 1}${language === 'en' ? '. ' : '、'}<a href="${item.url}">${item.title}</a></p><p>${told(item)}</p>`,
      )
      .join('\n'),
  'bold titles, address below': items =>
    items
      .map(
        item => `<p><strong>${item.title}</strong></p><p><a href="${item.url}">${item.url}</a></p><p>${told(item)}</p>`,
      )
      .join('\n'),
  'a numbered list': items =>
    `<ol>${items.map(item => `<li><p><a href="${item.url}">${item.title}</a></p><p>${told(item)}</p></li>`).join('\n')}</ol>`,
}

const FEWEST = 5
const MOST = 10

function writeOne(style: string, seed: number): Weekly {
  const language = seed % 2 === 0 ? 'en' : 'zh'
  const chance = createChance(seed + 61_000_000)
  const words = wordsOf(language)
  const count = FEWEST + Math.floor(chance() * (MOST - FEWEST))
  const items = writeListed(words, count, chance).map((item, i): Item => {
    const site = writeName(wordsOf('en'), chance).toLowerCase()
    return { ...item, url: `https://${site}.example.net/p/${seed}-${i}`, space: language === 'en' ? ' ' : '' }
  })
  const name = writeName(words, chance)
  const number = 20 + Math.floor(chance() * 300)
  return {
    style,
    language,
    title: language === 'en' ? `${name} Weekly #${number}` : `${name}周刊（第 ${number} 期）`,
    html: styles[style]?.(items, language) ?? '',
    url: `https://weekly.example.org/${seed}`,
    items: items.map(({ title, url }) => ({ title, url })),
  }
}

/** Weeklies in every style, so many of each; every second one is Chinese. */
export function writeWeeklies(each: number): readonly Weekly[] {
  return Object.keys(styles).flatMap((style, place) =>
    Array.from({ length: each }, (_, i) => writeOne(style, place * each + i)),
  )
}

/** Articles that cite pages of other sites, some below as references: no lists. */
export function writeCiting(count: number): readonly Omit<Weekly, 'items' | 'style'>[] {
  return Array.from({ length: count }, (_, seed) => {
    const language = seed % 2 === 0 ? 'en' : 'zh'
    const chance = createChance(seed + 67_000_000)
    const own = [0, 1, 2, 3, 4]
      .map(i => writeWhole(70_000 + seed * 9 + i, language))
      .find(({ manner }) => manner !== 'w')
    const { title, text } = own ?? writeWhole(70_000, language)
    const link = (words: string): string =>
      `<a href="https://${writeName(wordsOf('en'), chance).toLowerCase()}.example.net/">${words}</a>`
    const paragraphs = text.split('\n\n').map((paragraph, i) => {
      const [cited = ''] = shuffle(paragraph.match(/\p{Script=Han}{3,6}|\p{L}{5,}/gu) ?? [], chance)
      return i % 2 === 0 && cited !== ''
        ? `<p>${paragraph.replace(cited, () => link(cited))}</p>`
        : `<p>${paragraph}</p>`
    })
    const references = [1, 2, 3, 4, 5].map(i => `<li>${link(`${language === 'en' ? 'Reference' : '参考'} ${i}`)}</li>`)
    const html = `${paragraphs.join('\n')}<h3>${language === 'en' ? 'References' : '参考资料'}</h3><ul>${references.join('')}</ul>`
    return { language, title, html, url: `https://blog.example.org/${seed}` }
  })
}
