// Builders of sites, stories and issues for the tests of publish/.
import type { CivilDate, Instant, Issue, Section, Story, WeekId } from '../../src/core/types.ts'
import { chooseSections } from '../../src/core/mail-marks.ts'
import { addDays, weekOf } from '../../src/core/week.ts'
import type { MailParts, MailSite } from '../../src/publish/mail/email.ts'
import { join } from 'node:path'
import { loadTemplates } from '../../src/publish/template.ts'

export const shippedTemplates = loadTemplates(join(import.meta.dirname, 'no-templates-of-its-own'))

/** A rendered mail as one reader gets it, who has switched these sections off. */
export function mailFor(mail: MailParts, switchedOff: readonly string[] = []): MailParts {
  const { subject, preheader, html, text } = mail
  const [ofReader = '', shown = '', page = '', plain = ''] = [subject, preheader, html, text].map(part =>
    chooseSections(part, switchedOff),
  )
  return { subject: ofReader, preheader: shown, html: page, text: plain }
}

export function aSite(changes: Partial<MailSite> = {}): MailSite {
  return {
    title: 'Weekly reading list',
    description: 'What we read this week about containers and clouds',
    url: 'https://weekly.example.org/list/',
    language: 'en',
    timezone: 'Asia/Shanghai',
    author: { name: 'A Curator', email: 'curator@example.org' },
    postalAddress: '1 Example Street, Exampletown',
    ...changes,
  }
}

export function aStory(changes: Partial<Story> & { readonly url?: string | null } = {}): Story {
  const { url = 'https://research.example/tail?a=1&b=2', ...story } = changes
  const title = story.title ?? 'The tail at scale, ten years on'
  return {
    id: 'tail-at-scale',
    lead: { itemId: 1, url, title, sourceTitle: 'Example Research', site: 'research.example' },
    others: [],
    sameLinkItemIds: [],
    title,
    authors: ['Jane Doe'],
    publishedAt: '2016-12-06T20:00:00.000Z' as Instant,
    language: 'en',
    readingMinutes: 6,
    pdfUrl: null,
    summary:
      'The 2013 argument — that rare slow replies come to dominate a fan-out service — still holds. This note measures it again on 1,280 machines.',
    points: [
      'Hedged requests cut the 99.9th percentile from 1,800 ms to 74 ms for 2% more load.',
      'Tied requests do as well with no extra load, but need cancellation to be fast.',
    ],
    summaryMethod: 'extractive',
    note: null,
    score: 0.8,
    reasons: [],
    ...story,
  }
}

export function aChineseStory(changes: Partial<Story> & { readonly url?: string | null } = {}): Story {
  return aStory({
    id: 'docker-infinit',
    url: 'https://blog.example/docker-infinit',
    title: 'Docker收购Infinit，为容器提供分布式存储',
    authors: [],
    publishedAt: '2016-12-07T17:30:00.000Z' as Instant,
    language: 'zh',
    readingMinutes: 4,
    pdfUrl: 'https://blog.example/infinit.pdf',
    summary:
      'Infinit为容器提供了分布式存储，基于peer-to-peer架构：没有leader/follower模型，因而不会有瓶颈和单点失效的问题。两家公司在2016年12月宣布了这一消息。',
    points: [
      '基于软件：可以部署在任何硬件之上，从遗留设备到消费级实体机、虚拟机，甚至容器。',
      '多用途：提供了块、对象和文件存储的接口：NFS、SMB、AWS S3、OpenStack Swift等等。',
    ],
    score: 0.9,
    ...changes,
  })
}

export function anIssue(sections: readonly Section[], changes: Partial<Issue> = {}): Issue {
  return {
    number: 47,
    week: '2016-W49' as WeekId,
    date: '2016-12-08' as CivilDate,
    title: 'Weekly reading list #47 · Dec 8, 2016',
    foreword: null,
    sections,
    sealedAt: '2016-12-08T00:00:05.250Z' as Instant,
    contentSha256: '0'.repeat(64),
    mailUntil: null,
    ...changes,
  }
}

/** So many weekly issues, newest first, each with an English and a Chinese story. */
export function weeklyIssues(count: number): Issue[] {
  return Array.from({ length: count }, (_, index) => {
    const date = addDays('2016-12-08' as CivilDate, -7 * index)
    const sections = [
      { title: 'Clouds', stories: [aStory({ id: `en-${date}` })] },
      { title: '容器', stories: [aChineseStory({ id: `zh-${date}` })] },
    ]
    const sealedAt = `${date}T00:00:00.000Z` as Instant
    return anIssue(sections, {
      number: count - index,
      date,
      week: weekOf(date),
      sealedAt,
      title: `No ${count - index}`,
    })
  })
}

/** So many different stories in turn in Chinese and English, one ranked after the other. */
export function manyStories(count: number): Story[] {
  return Array.from({ length: count }, (_, index) => {
    const make = index % 2 === 0 ? aChineseStory : aStory
    const story = make()
    return {
      ...story,
      id: `story-${index + 1}`,
      title: `${story.title} (${index + 1})`,
      lead: { ...story.lead, url: `https://site${index + 1}.example/page` },
      score: 1 - index / 100,
    }
  })
}

/** Titles that have broken pages, feeds or mails of others. */
export const hostileTitles: readonly string[] = [
  '<script>alert(1)</script> & "quotes" &amp; &lt;b&gt;',
  'Line one\r\nBcc: everyone@example.org\r\n\r\nLine two',
  '=?utf-8?B?SGk=?= and =?= loose',
  'مرحبا \u202Eبالعالم\u202C (١٢٣) RTL first',
  '👩‍👩‍👧‍👦 family 🇨🇳 flag 👍🏽 thumb ❤️ heart',
  'end ]]> and again ]]> of CDATA <![CDATA[',
  'control \u0000\u0001\u0008\u000b\u001b[31m\u007f\u0085\ufffe characters \ud83d lone',
  '{{ site.title }} {% raw %} {{0}} {{1}} @@UNSUBSCRIBE_URL@@',
  '     ',
  'x'.repeat(400),
  'main',
  'subscribe',
]

const containers = { title: '容器 · Containers' }
const architecture = { title: '架构 · Architecture' }

/** The issues whose renderings are kept as golden files. */
export const goldenIssues: Readonly<Record<string, { readonly site: MailSite; readonly issue: Issue }>> = {
  en: {
    site: aSite(),
    issue: anIssue([
      {
        title: 'Containers',
        stories: [
          aStory({ note: 'Read the second half first.\n\nThen the appendix.' }),
          aStory({ id: 'b', title: 'The tail at scale, ten years on' }),
        ],
      },
      { title: 'Empty', stories: [] },
      {
        title: 'Clouds',
        stories: [
          aStory({
            id: 'c',
            title: 'What a region costs',
            publishedAt: null,
            points: [],
            pdfUrl: 'https://research.example/cost.pdf',
          }),
        ],
      },
    ]),
  },
  zh: {
    site: aSite({
      title: '每周阅读清单',
      description: '这一周读到的容器与云',
      language: 'zh-CN',
      author: { name: '编辑' },
      url: 'https://weekly.example.org',
    }),
    issue: anIssue(
      [
        { title: '容器', stories: [aChineseStory({ note: '收购之后的走向值得继续关注。' })] },
        {
          title: '架构',
          stories: [
            aChineseStory({
              id: 'wechat',
              title: '微服务在微信后台的架构实践',
              authors: ['许家滔'],
              pdfUrl: null,
              publishedAt: '2015-12-30T17:30:00.000Z' as Instant,
            }),
          ],
        },
      ],
      {
        title: '每周阅读清单 第 47 期 · 2016年12月8日',
        foreword: '题记：这一周在西雅图参加了 KubeCon，不仅见到了 Sig Node 的各路大神，还参加了不少有趣的 session。',
      },
    ),
  },
  mixed: {
    site: aSite({ language: 'zh-CN' }),
    issue: anIssue([
      {
        ...containers,
        stories: [
          aChineseStory({
            others: [
              { itemId: 2, url: 'https://lwn.example/1', title: 'Docker', sourceTitle: 'LWN', site: 'lwn.example' },
            ],
          }),
          aStory({ pdfUrl: 'https://research.example/tail.pdf' }),
        ],
      },
      {
        ...architecture,
        stories: [aChineseStory({ id: 'wechat', title: '微服务在微信后台的架构实践', pdfUrl: null })],
      },
    ]),
  },
  'one-item': {
    site: aSite(),
    issue: anIssue([{ title: 'Containers', stories: [aStory({ url: null, summary: '', points: [] })] }]),
  },
  'sixty-items': {
    site: aSite(),
    issue: anIssue(
      [containers, architecture, { title: 'Clouds' }].map(({ title }, index) => ({
        title,
        stories: manyStories(60).slice(index * 20, index * 20 + 20),
      })),
    ),
  },
  hostile: {
    site: aSite({ title: 'Weekly <b>&amp; "list" ]]>', description: '</script><script>alert(1)</script>' }),
    issue: anIssue(
      [
        {
          title: '<h1>]]>\u0000 & more',
          stories: hostileTitles.map((title, index) =>
            aStory({
              ...{ id: `hostile-${index}`, title, summary: title, points: [title], note: title, authors: [title] },
              suggestedBy: title,
            }),
          ),
        },
        {
          title: '  ',
          stories: [
            aStory({
              id: 'js',
              title: 'A script for a link',
              url: 'javascript:alert(1)',
              pdfUrl: 'javascript:alert(2)',
            }),
          ],
        },
      ],
      { title: 'Weekly <b>&amp; ]]> \u0007#47', foreword: '</p><script>alert(1)</script>\n\n]]>' },
    ),
  },
}
