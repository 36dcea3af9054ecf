import { expect, test } from 'vitest'
import { groupStories, type GroupInput } from '../../src/curate/group.ts'
import { tellings } from './told-twice.ts'

interface Told {
  readonly event: string
  readonly en: GroupInput
  readonly zh: GroupInput
}

const makers: readonly (readonly [product: string, company: string, head: string])[] = [
  ['Tarnfell', 'Ostrava Systems', 'Lena Brandt'],
  ['Quorbit', 'Meridian Nine', 'Paulo Siqueira'],
  ['Zephyrnet', 'Halcyon Loop', 'Ingrid Moen'],
  ['Plinth', 'Carbonado', 'Yusuf Demir'],
  ['Grebe', 'Nordlys Data', 'Maeve Costigan'],
  ['Ampersandra', 'Twinfold', 'Jiri Novotny'],
  ['Lacewing', 'Fjordline', 'Aroha Tamihana'],
  ['Obelus', 'Kestrelworks', 'Dario Bellini'],
  ['Wickerbase', 'Sundial Stack', 'Hanne Vestergaard'],
  ['Thistle', 'Redgrove', 'Milan Kovac'],
]

/** Six events of one product in one week, each told in both languages: two releases, two flaws, a takeover and an outage. */
function eventsOf([product, company, head]: (typeof makers)[number], n: number): readonly Told[] {
  const tell = (event: string, en: readonly [string, string], zh: readonly [string, string]): Told => {
    const input = (language: string, [title, text]: readonly [string, string], day: number): GroupInput => ({
      id: `${product} ${event} ${language}`,
      title,
      text,
      source: `${language} ${event}`,
      publishedAt: `2026-11-1${day}T08:00:00.000Z`,
    })
    return { event: `${product} ${event}`, en: input('en', en, 1), zh: input('zh', zh, 2) }
  }
  const release = (version: string, percent: number, what: string, was: string): Told =>
    tell(
      `release ${version}`,
      [
        `${product} ${version} is out`,
        `The makers of ${product} have published version ${version}. Start-up is ${percent}% faster, and ${what}. ${head} thanked all who tested it.`,
      ],
      [
        `${product} ${version} 发布`,
        `${product} 今天发布 ${version} 版，启动速度提升 ${percent}%，${was}。项目负责人 ${head} 感谢所有参与测试的人。`,
      ],
    )
  const flaw = (id: string, what: string, was: string): Told =>
    tell(
      `flaw ${id}`,
      [
        `Flaw in ${product} lets strangers ${what}`,
        `A flaw in ${product}, known as ${id}, lets strangers ${what}. ${company} asks everybody to update.`,
      ],
      [
        `${product} 曝出漏洞，攻击者可${was}`,
        `${product} 存在编号为 ${id} 的漏洞，攻击者可以${was}。${company} 建议尽快升级。`,
      ],
    )
  return [
    release(`${n + 2}.4`, 31 + n, 'its log can be searched', '日志可以搜索了'),
    release(`${n + 2}.5`, 12 + n, 'it speaks two new protocols', '新增两种协议'),
    flaw(`CVE-2026-${4100 + n}`, 'read files', '读取任意文件'),
    flaw(`CVE-2026-${7300 + n}`, 'run commands', '执行任意命令'),
    tell(
      'takeover',
      [
        `${company} takes over the makers of ${product}`,
        `${company} pays $${210 + n} million for the firm behind ${product}. Its founder ${head} stays on.`,
      ],
      [
        `${company} 收购 ${product} 的开发公司`,
        `${company} 以 ${(210 + n) / 100} 亿美元收购开发 ${product} 的公司，创始人 ${head} 留任。`,
      ],
    ),
    tell(
      'outage',
      [
        `Why ${product} was down on Tuesday`,
        `For ${140 + n} minutes the hosted ${product} of ${company} could not be reached; ${3 + n}% of requests failed. A switch had been replaced.`,
      ],
      [
        `${product} 周二故障说明`,
        `${company} 托管的 ${product} 中断了 ${140 + n} 分钟，${3 + n}% 的请求失败，原因是更换交换机。`,
      ],
    ),
  ]
}

const told = makers.flatMap(eventsOf)
const areOne = (a: GroupInput, b: GroupInput): boolean => groupStories([a, b]).length === 1

test('sixty events in both languages are one story each, and no two of them are: precision 97 % and more', () => {
  const found = told.filter(({ en, zh }) => areOne(zh, en))
  const strangers = told.flatMap(({ event, zh }, i) =>
    told.flatMap((other, k) => {
      const isOfOneProduct = Math.floor(i / 6) === Math.floor(k / 6)
      const isOfOneKind = i % 6 === k % 6 && (k - i + 60) % 60 <= 36
      return other.event !== event && (isOfOneProduct || isOfOneKind) ? [[zh, other.en] as const] : []
    }),
  )
  const wrong = strangers.filter(([zh, en]) => areOne(zh, en)).map(pair => pair.map(({ title }) => title))
  expect(told).toHaveLength(60)
  expect(strangers.length).toBeGreaterThanOrEqual(600)
  expect(found.length).toBeGreaterThanOrEqual(48)
  expect(wrong).toEqual([])
})

test('tellings in own words come together across languages, those of two events never', () => {
  const across = (isOne: boolean) =>
    tellings
      .filter(({ language }) => language === 'zh')
      .flatMap(zh =>
        tellings
          .filter(({ language, event }) => language === 'en' && (event === zh.event) === isOne)
          .map(en => [zh, en] as const),
      )
  expect(across(true).filter(([zh, en]) => areOne(zh, en)).length).toBeGreaterThanOrEqual(20)
  expect(across(false).filter(([zh, en]) => areOne(zh, en))).toEqual([])
})

test('a page that both lead to makes one story, though no name is shared; a page that the whole week leads to does not', () => {
  const link = 'https://example.org/reports/tide'
  const zh: GroupInput = { id: 'zh', title: '潮汐报告发表', text: '一份关于潮汐的报告今天发表。', links: [link] }
  const en: GroupInput = { id: 'en', title: 'Tide report published', text: 'A report on tides is out.', links: [link] }
  expect(areOne(zh, en)).toBe(true)
  expect(areOne(zh, { ...en, links: ['https://example.org/'] })).toBe(false)
  expect(areOne({ ...zh, publishedAt: '2026-11-01' }, { ...en, publishedAt: '2026-11-20' })).toBe(false)
  const week = Array.from({ length: 6 }, (_, i) => ({
    ...en,
    id: `en${i}`,
    title: `Word${i} here`,
    text: `Other${i}.`,
  }))
  expect(groupStories([zh, ...week])).toHaveLength(7)
})
