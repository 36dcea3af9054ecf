// Measures what is read from a page or a feed besides the body: walls, trailers, descriptions, and the facts that a page states.
import { join } from 'node:path'
import { extractArticle } from '../../../src/library.ts'
import { type CaseBlock, readCases } from '../read-blocks.ts'
import { readItem, wordsSent } from '../read-item.ts'
import { meanOf, type Score } from '../score.ts'
import { judgeFact } from '../scorers/facts.ts'

const folder = join(import.meta.dirname, '..', 'sets', 'pages')

/** The sets of pages. */
export type PageSet = 'walls' | 'trailers' | 'descriptions' | 'facts'

/** The cases of a set. */
export function readPages(set: PageSet): readonly CaseBlock[] {
  return readCases(join(folder, `${set}.txt`))
}

const firstOf = ({ said }: CaseBlock, key: string): string => said.get(key)?.join(' | ') ?? ''
const partOf = (values: readonly boolean[]): number => meanOf(values.map(Number))

/** Whether a wall's words were kept from the reader, or an honest page's words kept for them. */
export async function isPageRight(block: CaseBlock): Promise<boolean> {
  const feed = { title: block.title, summaryHtml: `<p>${firstOf(block, 'feed')}</p>`, contentHtml: null }
  const article = await readItem({ ...feed, page: block.text })
  const sent = article === null ? '' : wordsSent(article)
  if (firstOf(block, 'kind') === 'article') return (block.said.get('has') ?? []).every(words => sent.includes(words))
  return !(block.said.get('not') ?? []).some(words => sent.toLowerCase().includes(words.toLowerCase()))
}

async function measureWalls(): Promise<readonly Score[]> {
  const cases = readPages('walls')
  const right = await Promise.all(cases.map(isPageRight))
  const of = (kind: string): readonly boolean[] =>
    right.filter((_, i) => cases[i] && firstOf(cases[i], 'kind') === kind)
  const base = { matter: 'walls', unit: 'share', better: 'less' } as const
  const [walls, honest] = [of('wall'), of('article')]
  return [
    { ...base, name: 'walls taken for articles', value: 1 - partOf(walls), cases: walls.length },
    { ...base, name: 'honest pages thrown away', value: 1 - partOf(honest), cases: honest.length },
  ]
}

/** Which unwanted words of a feed's machinery stand in lead or points. */
export async function findTrailers(block: CaseBlock): Promise<readonly string[]> {
  const article = await readItem({ title: block.title, summaryHtml: null, contentHtml: block.text, page: null })
  const shown = article === null ? '' : [article.summary.lead, ...article.summary.points].join('\n')
  return (block.said.get('not') ?? []).filter(words => shown.includes(words))
}

async function measureTrailers(): Promise<readonly Score[]> {
  const found = await Promise.all(readPages('trailers').map(findTrailers))
  const value = partOf(found.map(words => words.length > 0))
  const base = { matter: 'feeds with trailers', unit: 'share', better: 'less', cases: found.length } as const
  return [{ ...base, name: 'trailer in lead or points', value }]
}

/** Whether the feed's description stands as the summary's lead. */
export async function isDescriptionKept(block: CaseBlock): Promise<boolean> {
  const paragraphs = block.text.split(/\n{2,}/).map(text => `<p>${text}</p>`)
  const description = firstOf(block, 'feed')
  const article = await readItem({
    title: block.title,
    summaryHtml: description,
    contentHtml: paragraphs.join('\n'),
    page: null,
  })
  return article?.summary.method === 'feed' && article.summary.lead === description
}

async function measureDescriptions(): Promise<readonly Score[]> {
  const cases = readPages('descriptions')
  const kept = await Promise.all(cases.map(isDescriptionKept))
  const of = (keep: string): readonly boolean[] => kept.filter((_, i) => cases[i] && firstOf(cases[i], 'keep') === keep)
  const base = { matter: 'descriptions', unit: 'share' } as const
  const [wanted, unwanted] = [of('yes'), of('no')]
  return [
    { ...base, name: 'a person’s words kept', better: 'more', value: partOf(wanted), cases: wanted.length },
    { ...base, name: 'machinery taken for them', better: 'less', value: partOf(unwanted), cases: unwanted.length },
  ]
}

const bodies = {
  TEXT: `<p>Recorders hang in three hundred barns between the rivers Aar and Leen, and a program knows each pair of owls by its calls. Nobody has to climb a ladder any more, which the owls prefer as well.</p>
<p>Where farmers left the hatches of their barns open, the number of owls doubled within five years. Poison for mice costs more owls than traffic does, and the third enemy is a tidy roof without a gap.</p>
<p>Next winter the recorders go to the hills, where nobody has counted since the survey of the old forester. The batteries last for a month, and the files are fetched by the children of two schools.</p>`,
  正文: `<p>三百座谷仓里都挂着录音机，程序听叫声就认得出每一对猫头鹰。再也没有人需要爬梯子，猫头鹰也更喜欢这样。</p>
<p>农户肯把谷仓的窗留着的地方，五年里猫头鹰多了一倍。毒鼠药害死的比汽车还多，第三个敌人是修得太整齐、没有缝的屋顶。</p>
<p>明年冬天，录音机要挂到山里去，老林务员之后就没有人在那里数过。电池能撑一个月，文件由两所学校的孩子去取。</p>`,
}

/** Whether the fact that a page states was read. */
export function isFactRight(block: CaseBlock): boolean {
  const page = Object.entries(bodies).reduce((html, [name, text]) => html.replace(name, text), block.text)
  const html = `<!doctype html><html><meta charset="utf-8">${page}</html>`
  const article = extractArticle(html, { url: firstOf(block, 'url') || 'https://example.org/articles/owls' })
  return judgeFact(
    { about: firstOf(block, 'about'), want: firstOf(block, 'want'), may: firstOf(block, 'may') },
    article,
  )
}

function measureFacts(): readonly Score[] {
  const cases = readPages('facts')
  const abouts = Map.groupBy(cases, block => firstOf(block, 'about'))
  const byAbout = [...abouts].map(([about, of]): Score => {
    const base = { matter: 'facts', unit: 'share', better: 'more', cases: of.length } as const
    return { ...base, name: `${about} right`, value: partOf(of.map(isFactRight)) }
  })
  const none = cases.filter(block => firstOf(block, 'about') === 'pdf' && firstOf(block, 'want') === 'none')
  const wrong = 1 - partOf(none.map(isFactRight))
  return [
    ...byAbout,
    {
      matter: 'facts',
      name: 'a stranger’s pdf shown',
      unit: 'share',
      better: 'less',
      value: wrong,
      cases: none.length,
    },
  ]
}

/** Measures walls, trailers, descriptions and facts. */
export async function measurePages(): Promise<readonly Score[]> {
  return [...(await measureWalls()), ...(await measureTrailers()), ...(await measureDescriptions()), ...measureFacts()]
}
