// Grouping at 1,000 and 10,000 articles (100,000 with --large): the exponent of growth, and the cost against counting the same words.
import { type GroupInput, groupStories } from '../../src/curate/group.ts'
import { writeArticle } from '../corpus.ts'
import { cpuMsOf, medianOf } from '../measure.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

const SMALL = 1_000
const MIDDLE = 10_000
const LARGE = 100_000
const MOST_EXPONENT = 1.1
const LARGE_CPU_MS = 60_000

/** Two articles in three tell a story of their own; half are Chinese. All lie within one week. */
function writeArticles(count: number): readonly GroupInput[] {
  return Array.from({ length: count }, (_, i) => {
    const topic = i % 3 === 2 ? i - 1 : i
    const language = topic % 2 === 0 ? 'en' : 'zh'
    const { title, paragraphs } = writeArticle({ seed: i, topic, language, paragraphs: 3 })
    const publishedAt = new Date(Date.UTC(2026, 10, 14) + (i % 10_000) * 60_000).toISOString()
    return { id: String(i), title, text: paragraphs.join('\n'), language, publishedAt, source: `source ${i % 200}` }
  })
}

function countWords(articles: readonly GroupInput[]): number {
  const counts = new Map<string, number>()
  for (const { text } of articles)
    for (const word of text.toLowerCase().match(/[a-z]+|\p{Script=Han}/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts.size
}

interface Cost {
  readonly groupMs: number
  readonly countMs: number
}

async function measureArticles(count: number, rounds: number): Promise<Cost> {
  const articles = writeArticles(count)
  const costs: Cost[] = []
  for (let round = 0; round < rounds; round++)
    costs.push({
      groupMs: await cpuMsOf(() => groupStories(articles)),
      countMs: await cpuMsOf(() => countWords(articles)),
    })
  return {
    groupMs: medianOf(costs.map(({ groupMs }) => groupMs)),
    countMs: medianOf(costs.map(({ countMs }) => countMs)),
  }
}

const base = { step: 'group', better: 'less' } as const

function describeCost(count: number, { groupMs, countMs }: Cost, bound?: number): Measure {
  return {
    ...base,
    name: `${count} articles`,
    ratio: groupMs / countMs,
    against: 'counting words',
    figure: { value: groupMs, unit: 'ms CPU' },
    aim: bound === undefined ? null : { on: 'figure', bound },
  }
}

/** Ten times the articles cost 10^exponent as much. */
function describeGrowth(count: number, few: Cost, many: Cost): Measure {
  return {
    ...base,
    name: `exponent to ${count}`,
    ratio: Math.log10(many.groupMs / few.groupMs),
    against: 'linear',
    figure: { value: many.groupMs / few.groupMs, unit: 'times for ten times' },
    aim: { on: 'ratio', bound: MOST_EXPONENT },
  }
}

/** CPU time; the small week is measured often, the others as often as time allows. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const few = await measureArticles(SMALL, 7)
  const more = await measureArticles(MIDDLE, 3)
  const measures = [describeCost(SMALL, few), describeCost(MIDDLE, more), describeGrowth(MIDDLE, few, more)]
  if (!large) return measures
  const most = await measureArticles(LARGE, 1)
  return [...measures, describeCost(LARGE, most, LARGE_CPU_MS), describeGrowth(LARGE, more, most)]
}
