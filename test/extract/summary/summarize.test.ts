import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countWords, lettersOf } from '../../../src/core/text.ts'
import { summarize } from '../../../src/extract/summary/summarize.ts'

const report = [
  'By Jane Doe, Reuters',
  'The city council voted on Tuesday to close the old bridge over the river for two years.',
  'Engineers found cracks in three of its nine steel arches during an inspection in March.',
  'Read more: Ten bridges that fell.',
  'About forty thousand cars cross the bridge each day, and most of them will be sent through the tunnel.',
  'The repair will cost eighteen million euros, of which the state pays one half.',
  'Shop owners on the west bank fear that their customers will stay away until the work is done.',
  'A ferry for people on foot will run every ten minutes from the first of May.',
].join('\n')

const infinit = [
  'Docker公司宣布收购分布式存储公司Infinit。',
  'Infinit为容器提供了分布式存储，其特点包括：',
  '- 基于软件：可以部署在任何硬件之上，从遗留设备到消费级实体机、虚拟机，甚至容器。',
  '- 可编程：开发者可以轻松地完成多个存储基础设施的自动化创建和部署。',
  '- 可伸缩：通过依靠一个去中心化的架构，没有使用主从模型，因而不会有单点失效的问题。',
  '- 自愈合：再平衡策略能让系统适应各种故障，包括拜占庭将军问题。',
  '- 多用途：提供了块、对象和文件存储的接口。',
].join('\n')

const zhReport = [
  '市政府周二决定关闭河上的老桥，工期两年。',
  '工程师三月检查时在九个钢拱中的三个上发现了裂缝。',
  '每天约有四万辆车经过老桥，其中大部分将改走隧道。',
  '维修需要一千八百万欧元，省里承担一半。',
].join('\n')

describe('the lead', () => {
  test('says what the title says, in whole sentences of the text', () => {
    const { lead } = summarize({ title: 'City closes the old bridge for two years', text: report }, { sentences: 1 })
    expect(lead).toBe('The city council voted on Tuesday to close the old bridge over the river for two years.')
  })

  test('of a Chinese article is its beginning', () => {
    const { lead } = summarize({ title: 'Docker收购Infinit', text: infinit })
    expect(lead).toBe('Docker公司宣布收购分布式存储公司Infinit。')
  })

  test('is at most 85 words, however many sentences are asked for', () => {
    const text = Array.from(
      { length: 30 },
      (_, i) => `Sentence number ${i} speaks about thing ${i * 7} and about place ${i * 13}.`,
    )
    const { lead } = summarize({ title: '', text: text.join(' ') }, { sentences: 30 })
    expect(lead.split(' ').length).toBeLessThanOrEqual(85)
  })

  test('never holds an item of a list beside its introduction', () => {
    const text = infinit.replace('其特点包括：', '其特点包括')
    const { lead } = summarize({ title: '', text }, { sentences: 3 })
    expect(lead).toBe('Docker公司宣布收购分布式存储公司Infinit。')
  })

  test('is cut only when the first sentence alone is too long for it', () => {
    const text = `It began with ${'one more thing and '.repeat(60)}nothing else.`
    const summary = summarize({ title: '', text })
    expect(summary.lead).toMatch(/^It began with .*…$/)
    expect(text.startsWith(summary.lead.slice(0, -1))).toBe(true)
  })

  test('has no byline, invitation or code', () => {
    const text = `目录\n\`\`\`\nlet x = 1;\n\`\`\`\n$ docker ps\n${infinit}`
    expect(summarize({ title: '', text }).lead).toBe('Docker公司宣布收购分布式存储公司Infinit。')
  })
})

describe('points', () => {
  test('are sentences of the text that the lead does not have, in reading order', () => {
    const { lead, points } = summarize({ title: 'City closes the old bridge', text: report })
    expect(points).toHaveLength(4)
    const places = points.map(point => report.indexOf(point))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    for (const point of points) expect(lead).not.toContain(point)
  })

  test("are the items of the article's own list when it has one, all five", () => {
    const { points } = summarize({ title: 'Docker收购Infinit', text: infinit })
    expect(points.map(point => point.slice(0, 3))).toEqual(['基于软', '可编程', '可伸缩', '自愈合', '多用途'])
  })

  test.each([
    [
      'Chinese',
      '集群会自动部署一个高可用的系统，包括\n\n- etcd集群模式\n- apiserver负载均衡\n\n自动选主由各组件自己完成。',
      ['etcd集群模式', 'apiserver负载均衡'],
    ],
    [
      'English',
      'The new engine has two features:\n\n- Fast starts\n- Small images\n\nThe engine is written in a new language.',
      ['Fast starts', 'Small images'],
    ],
  ])('are the items of the list that the lead announces, however short: %s', (_, text, items) => {
    const { lead, points } = summarize({ title: '', text }, { sentences: 1 })
    expect(lead).toBe(text.slice(0, text.indexOf('\n')))
    expect(points).toEqual(items)
  })

  test('stand alone as long as there are two that do', () => {
    const text = `${report}\nThis is the account after twelve months of work on the bridge.\nIs the bridge worth all of it?`
    const { points } = summarize({ title: '', text }, { points: 8 })
    expect(points.length).toBeGreaterThanOrEqual(4)
    expect(points.join(' ')).not.toMatch(/This is the account|worth all/)
  })

  test('lean on others rather than be missing, but never ask', () => {
    const text =
      'The old bridge is closed now.\nIt will be repaired within two years.\nThey then open it again.\nWho pays for it?'
    const { points } = summarize({ title: 'The old bridge is closed', text }, { sentences: 1 })
    expect(points).toEqual(['It will be repaired within two years.', 'They then open it again.'])
  })

  test('are never more than asked for', () => {
    expect(summarize({ title: '', text: infinit }, { points: 2 }).points).toHaveLength(2)
    expect(summarize({ title: '', text: report }, { points: 0 }).points).toEqual([])
  })

  test('are no table of contents', () => {
    const text = `- Install it\n- Run it\n- Stop it\n${report}`
    expect(summarize({ title: '', text }).points).not.toContain('Install it')
  })

  test('of prose are never more than four, of a list of its own five', () => {
    expect(summarize({ title: '', text: report.repeat(3) }, { points: 5 }).points.length).toBeLessThanOrEqual(4)
    expect(summarize({ title: '', text: infinit }, { points: 5 }).points).toHaveLength(5)
  })

  test.each([
    ['half a quotation', 'The mayor said that "the bridge is older than the town. It will be closed for good."'],
    ['what refers to a figure of the text', '如果节点掉线，另一个节点就可以在 ① 和 ② 之间完成切换。'],
    ['what a program printed', 'Kubectl is now configured to use the new cluster.'],
  ])('leave out %s while there is better', (_, line) => {
    const isHan = /\p{Script=Han}|Kubectl/u.test(line)
    const text = `${isHan ? zhReport : report}\n${line}`
    const { points } = summarize({ title: '', text }, { sentences: 1 })
    expect(points.length).toBeGreaterThanOrEqual(2)
    for (const point of points) expect(line).not.toContain(point)
  })

  test('do not say a sentence twice that the text says twice', () => {
    const text = `${report}\nEngineers found cracks in three of its nine steel arches during an inspection in March.`
    const { lead, points } = summarize({ title: '', text }, { points: 8 })
    const said = [lead, ...points].join(' ').match(/Engineers found cracks/g)
    expect(said).toHaveLength(1)
  })
})

test('a point is not what two sentences of the lead say one after the other', () => {
  const forty = 'About forty thousand cars cross the bridge each day, and most of them will be sent through the tunnel.'
  const more = 'Read more: Ten bridges that fell.'
  const text = [
    'By Jane Doe, Reuters',
    forty,
    '```',
    more,
    'Docker公司宣布收购分布式存储公司Infinit。',
    forty,
    more,
  ].join('')
  const { lead, points } = summarize({ title: 'City bridge', text }, { points: 1 })
  for (const point of points) expect(lettersOf(lead)).not.toContain(lettersOf(point))
})

test('a text that says nothing, or nothing but its title, has an empty summary', () => {
  for (const text of ['', '  \n ', '目录\n[TOC]', '$ ls -l', 'A title of one whole sentence.'])
    expect(summarize({ title: 'A title of one whole sentence', text })).toEqual({
      lead: '',
      points: [],
      method: 'extractive',
      sourceSpans: [],
    })
})

test('spans name the sentences of lead and points, whatever the text', () => {
  const sentence = fc.constantFrom(
    ...report.split('\n'),
    ...infinit.split('\n'),
    'Dr. Smith said so.',
    '```',
    '  indented line of text.',
    '会议今天召开。',
  )
  const lines = fc.array(sentence, { maxLength: 25 })
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', ' ', '\n\n', ''), fc.nat(5), (parts, glue, points) => {
      const article = { title: 'City bridge', text: parts.join(glue) }
      const summary = summarize(article, { points })
      const said = summary.sourceSpans.map(([start, end]) => article.text.slice(start, end))
      expect(said.slice(said.length - summary.points.length)).toEqual(summary.points)
      expect(summary.points.length).toBeLessThanOrEqual(points)
      for (const piece of summary.lead.endsWith('…') ? [] : said.slice(0, said.length - summary.points.length))
        expect(summary.lead).toContain(piece)
      for (const point of summary.points) expect(lettersOf(summary.lead)).not.toContain(lettersOf(point))
      expect(summarize(article, { points })).toEqual(summary)
    }),
    { numRuns: 60 },
  )
})

/** Texts of every kind: prose and lists in two languages, markup that was left over, and whatever else there may be. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...report.split('\n'), ...infinit.split('\n'), 'a b c d e f g h i j k l m n o p. '.repeat(12)),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(
        '\n',
        '\r\n',
        ' ',
        '\u2028',
        '- ',
        '1. ',
        '。',
        '；',
        '?',
        '…',
        '\ud83d',
        '「',
        '文字'.repeat(120),
      ),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''))

test('whatever the text, all that is said stands there at its span, and the lead keeps its room', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 6 }), (text, sentences) => {
      const { lead, points, sourceSpans } = summarize({ title: 'City bridge', text }, { sentences })
      const said = sourceSpans.map(([start, end]) => text.slice(start, end))
      const spansOfLead = said.slice(0, said.length - points.length)
      expect(said.slice(spansOfLead.length)).toEqual(points)
      if (lead.endsWith('…') && spansOfLead.length === 1) {
        expect(spansOfLead[0]?.startsWith(lead.slice(0, -1).trimEnd())).toBe(true)
      } else expect(lettersOf(lead)).toBe(lettersOf(spansOfLead.join('')))
      const { words, hanCharacters } = countWords(lead)
      expect(words).toBeLessThanOrEqual(85)
      expect(hanCharacters).toBeLessThanOrEqual(150)
      expect(spansOfLead.length).toBeLessThanOrEqual(sentences)
    }),
    { numRuns: 200 },
  )
})
