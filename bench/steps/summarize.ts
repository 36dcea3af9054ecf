// Summaries, against the platform's own sentence segmenter over the same articles, and against Lead: the first three sentences as they are.
import { splitSentences } from '../../src/core/sentences.ts'
import { summarize } from '../../src/extract/summary/summarize.ts'
import { type Language, writeArticle } from '../corpus.ts'
import { compareCpuMs } from '../measure.ts'
import type { Measure } from '../report.ts'

const ARTICLES = 20
const LEAD_SENTENCES = 3
const MOST_MS = 4

async function measureLanguage(name: string, language: Language): Promise<readonly Measure[]> {
  const articles = Array.from({ length: ARTICLES }, (_, i) => {
    const { title, paragraphs } = writeArticle({ seed: i, topic: i, language, paragraphs: 20 })
    return { title, text: paragraphs.join('\n\n'), language }
  })
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  const cpuMs = await compareCpuMs({
    weekly: () => articles.map(article => summarize(article)),
    segmenter: () => articles.map(({ text }) => [...segmenter.segment(text)].length),
    lead: () =>
      articles.map(({ text }) => Iterator.from(splitSentences(text, language)).take(LEAD_SENTENCES).toArray()),
  })
  const base = {
    step: 'summarize',
    name,
    figure: { value: cpuMs.weekly / ARTICLES, unit: 'ms CPU' },
    better: 'less',
  } as const
  return [
    {
      ...base,
      ratio: cpuMs.weekly / cpuMs.segmenter,
      against: 'Intl.Segmenter',
      aim: { on: 'figure', bound: MOST_MS },
    },
    { ...base, ratio: cpuMs.weekly / cpuMs.lead, against: 'Lead', aim: null },
  ]
}

/** CPU time an article of twenty paragraphs. */
export async function measure(): Promise<readonly Measure[]> {
  return [...(await measureLanguage('an English article', 'en')), ...(await measureLanguage('a Chinese article', 'zh'))]
}
