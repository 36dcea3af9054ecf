// An archive of sealed issues of twenty stories. Used by the steps publish and mail.
import type { CivilDate, Instant, Issue, Story, WeekId } from '../src/core/types.ts'
import type { MailSite } from '../src/publish/mail/email.ts'
import { writeArticle } from './corpus.ts'

/** The list that the issues belong to. */
export const site: MailSite = {
  title: 'Weekly reading list',
  description: 'Containers, clouds and distributed systems',
  url: 'https://weekly.example.org/',
  language: 'en',
  timezone: 'Asia/Shanghai',
  author: { name: 'A Curator', email: 'curator@example.org' },
  postalAddress: '1 Example Street, Exampletown',
}

const STORIES = 20
const FIRST_CLOSING_MS = Date.UTC(2017, 0, 6)
const WEEK_MS = 7 * 86_400_000

function writeStory(seed: number): Story {
  const language = seed % 2 === 0 ? 'en' : 'zh'
  const { title, paragraphs } = writeArticle({ seed, topic: seed, language, paragraphs: 5 })
  const [summary = '', ...points] = paragraphs.map(text => text.slice(0, 240))
  const url = `https://example.org/articles/${seed}`
  return {
    id: `story-${seed}`,
    lead: { itemId: seed, url, title, sourceTitle: 'Example', site: 'example.org' },
    others: [],
    sameLinkItemIds: [],
    title,
    authors: ['A Writer'],
    publishedAt: null,
    language,
    readingMinutes: 6,
    pdfUrl: null,
    summary,
    points,
    summaryMethod: 'extractive',
    note: null,
    score: 0.5,
    reasons: [],
  }
}

/** Sealed issues, the newest first. */
export function writeIssues(count: number): readonly Issue[] {
  const issues = Array.from({ length: count }, (_, i): Issue => {
    const closing = new Date(FIRST_CLOSING_MS + i * WEEK_MS).toISOString()
    const stories = Array.from({ length: STORIES }, (_story, place) => writeStory(i * STORIES + place))
    return {
      number: i + 1,
      // Made for the bench: 50 weeks a year keep every name valid and different.
      week: `${2017 + Math.floor(i / 50)}-W${String((i % 50) + 1).padStart(2, '0')}` as WeekId,
      date: closing.slice(0, 10) as CivilDate,
      title: `Weekly reading list #${i + 1}`,
      foreword: null,
      sections: [0, 5, 10, 15].map(from => ({ title: `Section ${from}`, stories: stories.slice(from, from + 5) })),
      sealedAt: closing as Instant,
      contentSha256: '0'.repeat(64),
      mailUntil: null,
    }
  })
  return issues.toReversed()
}
