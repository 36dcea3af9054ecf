// Measures sections: articles of a section's domain find it, those of no section find none, and a passing mention decides nothing.
import { assignSection, type SectionRule } from '../../../src/curate/sections.ts'
import { createChance, type Language } from '../../corpus.ts'
import { meanOf, type Score } from '../score.ts'
import { pickOne, shuffle, writeWhole, type WholeArticle } from '../write-whole.ts'
import { readStories } from './stories.ts'

/** A section, its words as a curator would list them, and the domains that belong to it, in both languages. */
interface Section extends SectionRule {
  readonly domains: readonly string[]
}

const sections: readonly Section[] = [
  {
    title: '容器 Containers',
    keywords: [
      'kubernetes',
      'docker',
      'container',
      'pod',
      'sidecar',
      'scheduler',
      '容器',
      '镜像',
      '调度器',
      '命名空间',
    ],
    domains: ['containers', '容器'],
  },
  {
    title: '数据库 Databases',
    keywords: [
      'database',
      'postgresql',
      'mysql',
      'sql',
      'query',
      'replica',
      'transaction',
      '数据库',
      '索引',
      '事务',
      '查询',
    ],
    domains: ['databases', '数据库'],
  },
  {
    title: '人工智能 AI',
    keywords: [
      'machine learning',
      'llm',
      'embedding',
      'training',
      'pytorch',
      'model',
      '大模型',
      '模型',
      '训练',
      '提示词',
    ],
    domains: ['machine learning', '大模型'],
  },
  {
    title: '安全 Security',
    keywords: ['security', 'vulnerability', 'cve', 'exploit', 'password', 'patch', '漏洞', '安全', '补丁', '口令'],
    domains: ['security', '安全'],
  },
  {
    title: '前端 Front end',
    keywords: ['css', 'javascript', 'browser', 'stylesheet', 'component', 'react', '前端', '浏览器', '样式表', '组件'],
    domains: ['front end', '前端'],
  },
]

/** Domains that no section is for. */
const elsewhere = new Set([
  ...[
    'cooking',
    'running',
    'films',
    'writing',
    'travel',
    'climate',
    'city transport',
    'photography',
    'schools',
    'health',
  ],
  ...['吃饭', '体育', '电影', '写作', '旅行', '气候', '交通', '摄影', '教育', '健康'],
])

const WRITTEN = 600
const MENTIONING = 120

/** Asides that name a section's word twice; the words stand far from what the article is about. */
const asides: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'P.S. This site has new WORD since Sunday; the old WORD had grown to twice its size.',
    'A reader asked what these pages run on: WORD, and a little more WORD than I would like.',
    'My day job, by the way, is WORD, so forgive me when I speak of WORD at dinner.',
  ],
  zh: [
    '附言：本站周日换了新的WORD，旧的WORD已经大了一倍。',
    '有读者问这些页面是怎么跑起来的：靠WORD，而且WORD用得比我想要的还多。',
    '顺便说一句，我白天的工作是WORD，所以饭桌上也会说起WORD，请多包涵。',
  ],
}

/** A text with the section that it belongs to; null for none. */
export interface Placed {
  readonly title: string
  readonly text: string
  readonly section: string | null
}

function sectionOf(domain: string): string | null {
  return sections.find(({ domains }) => domains.includes(domain))?.title ?? null
}

const writeArticles = (): readonly WholeArticle[] =>
  Array.from({ length: WRITTEN }, (_, i) => writeWhole(80_000 + i, i % 2 === 0 ? 'en' : 'zh', { isPure: true })).filter(
    ({ manner, domain }) => manner !== 'w' && (sectionOf(domain) !== null || elsewhere.has(domain)),
  )

/** Written articles and hand-written tellings with their sections. */
export function writePlaced(): readonly Placed[] {
  const { english, chinese, across } = readStories()
  const told = [...english, ...chinese, ...across].filter(
    ({ domain }) => sectionOf(domain) !== null || elsewhere.has(domain),
  )
  return [...writeArticles(), ...told].map(({ title, text, domain }) => ({ title, text, section: sectionOf(domain) }))
}

/** Articles of no section with an aside that names one section's word twice, at the end or in the middle. */
export function writeMentions(): readonly Placed[] {
  const outside = writeArticles().filter(({ domain }) => elsewhere.has(domain))
  return outside.slice(0, MENTIONING).map(({ title, text, language }, i) => {
    const chance = createChance(i + 5_000_000)
    const [section] = shuffle(sections, chance)
    const words = (section?.keywords ?? []).filter(word => /\p{Script=Han}/u.test(word) === (language === 'zh'))
    const aside = pickOne(asides[language], chance).replaceAll('WORD', pickOne(words, chance))
    const paragraphs = text.split('\n\n')
    const place = i % 2 === 0 ? paragraphs.length : Math.ceil(paragraphs.length / 2)
    return { title, text: paragraphs.toSpliced(place, 0, aside).join('\n\n'), section: null }
  })
}

/** The section that the program gives a text. */
export function findSection({ title, text }: Placed): string | null {
  return assignSection({ title, text, sourceSections: [] }, sections).section
}

/** The measures of sections given and wanted. */
export function scoreSections(
  placed: readonly (Placed & { readonly found: string | null })[],
  mentions: readonly (string | null)[],
): readonly Score[] {
  const inside = placed.filter(({ section }) => section !== null)
  const outside = placed.filter(({ section }) => section === null)
  const partOf = (values: readonly boolean[]): number => meanOf(values.map(Number))
  const base = { matter: 'sections', unit: 'share' } as const
  return [
    {
      ...base,
      name: 'right, of those that belong to one',
      better: 'more',
      value: partOf(inside.map(({ section, found }) => section === found)),
      cases: inside.length,
    },
    {
      ...base,
      name: 'wrong ones among them',
      better: 'less',
      value: partOf(inside.map(({ section, found }) => found !== null && section !== found)),
      cases: inside.length,
    },
    {
      ...base,
      name: 'given to what belongs to none',
      better: 'less',
      value: partOf(outside.map(({ found }) => found !== null)),
      cases: outside.length,
    },
    {
      ...base,
      name: 'given for a passing mention',
      better: 'less',
      value: partOf(mentions.map(found => found !== null)),
      cases: mentions.length,
    },
  ]
}

/** Every domain of which a section or none is expected; a test holds that they can be written about. */
export function namedDomains(): readonly string[] {
  return [...sections.flatMap(({ domains }) => domains), ...elsewhere]
}

/** Measures written articles, hand-written tellings and asides. */
export function measureSections(): readonly Score[] {
  const placed = writePlaced().map(text => ({ ...text, found: findSection(text) }))
  return scoreSections(placed, writeMentions().map(findSection))
}
