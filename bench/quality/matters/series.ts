// Measures series: two instalments that one blog prints in a week are two stories, a copy of one of them elsewhere is none of its own.
import { createChance, type Language } from '../../corpus.ts'
import { meanOf, type Score } from '../score.ts'
import { type Article, findLabels } from '../scorers/stories.ts'
import { writeParts } from '../write-whole.ts'
import { writeUnrelated } from './weeks.ts'

/** What people write behind or before a title to tell instalments apart; `*` stands for the title. */
export const marks: Readonly<Record<Language, readonly (readonly [first: string, second: string])[]>> = {
  en: [
    ['*, part one', '*, part two'],
    ['* (Part 1)', '* (Part 2)'],
    ['* – Part I', '* – Part II'],
    ['* (1/2)', '* (2/2)'],
    ['*', '* 2'],
    ['*: the basics', '*: in practice'],
    ['*, chapter four', '*, chapter five'],
    ['Day 3: *', 'Day 4: *'],
    ['*, continued', '*, concluded'],
    ['#7 *', '#8 *'],
  ],
  zh: [
    ['*（上）', '*（下）'],
    ['*（一）', '*（二）'],
    ['*：第一部分', '*：第二部分'],
    ['*：基础篇', '*：实践篇'],
    ['*（上篇）', '*（下篇）'],
    ['* (1)', '* (2)'],
    ['*之一', '*之二'],
    ['第三章 *', '第四章 *'],
    ['*', '* 续'],
    ['*【连载七】', '*【连载八】'],
  ],
}

const EACH_MARK = 4
const AROUND = 8

/** Two instalments, and a copy of the first by another source. */
export interface Instalments {
  readonly mark: string
  readonly language: Language
  readonly first: Article
  readonly second: Article
  readonly copy: Article
}

/** Writes instalments with every mark. */
export function writeSeries(): readonly Instalments[] {
  return (['en', 'zh'] as const).flatMap(language =>
    marks[language].flatMap(([one, two], place) =>
      Array.from({ length: EACH_MARK }, (_, i): Instalments => {
        const { title, texts } = writeParts(place * EACH_MARK + i, language)
        const chance = createChance(place * EACH_MARK + i)
        const publishedAt = [9, 9 + Math.floor(chance() * 4)].map(day =>
          new Date(Date.UTC(2026, 10, day, 8)).toISOString(),
        )
        const [first = '', second = ''] = texts
        const part = (id: string, mark: string, text: string, at: string | undefined): Article => {
          return { id, title: mark.replace('*', title), text, language, publishedAt: at ?? null, source: 'the blog' }
        }
        const original = part('first', one, first, publishedAt[0])
        return {
          mark: two,
          language,
          first: original,
          second: part('second', two, second, publishedAt[1]),
          copy: {
            ...original,
            id: 'copy',
            source: 'an aggregator',
            text: first.slice(0, Math.ceil(first.length * 0.9)),
          },
        }
      }),
    ),
  )
}

/** Measures each series in a small week. */
export function measureSeries(): readonly Score[] {
  const around = writeUnrelated(AROUND)
  const judged = writeSeries().map(({ first, second, copy }) => {
    const found = findLabels([first, second, copy, ...around])
    return {
      isJoined: found.get('first') === found.get('second') || found.get('copy') === found.get('second'),
      isCopyFound: found.get('first') === found.get('copy'),
    }
  })
  const base = { matter: 'series', unit: 'share', cases: judged.length } as const
  return [
    {
      ...base,
      name: 'instalments joined',
      better: 'less',
      value: meanOf(judged.map(({ isJoined }) => Number(isJoined))),
    },
    {
      ...base,
      name: 'copies of an instalment found',
      better: 'more',
      value: meanOf(judged.map(({ isCopyFound }) => Number(isCopyFound))),
    },
  ]
}
