// A week with a translator that answers well once and badly in every way it can: what is shown everywhere, and what the report says. One program.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { simpleParser } from 'mailparser'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { StageNote } from '../../src/core/types.ts'
import { rssOf, startSite } from '../servers.ts'
import { type ModelAnswer, type ModelRequest, startModel } from '../extract/model/model-server.ts'
import { createProgram, type Program } from './program.ts'

interface Told {
  readonly title: string
  readonly summary: string
}

/** A story, a good translation of it, what a bad one makes of that, and how the report calls it. */
interface Case {
  readonly what: string
  readonly original: Told
  readonly good: Told
  readonly spoil: ((good: Told) => Told) | null
  readonly fault: RegExp
}

const spoilt = (
  what: string,
  original: readonly [string, string],
  good: readonly [string, string],
  spoil: (good: Told) => Told,
  fault: RegExp,
): Case => ({
  what,
  original: { title: original[0], summary: original[1] },
  good: { title: good[0], summary: good[1] },
  spoil,
  fault,
})
const inSummary = (from: string, to: string) => (good: Told) => ({ ...good, summary: good.summary.replace(from, to) })

const bad: readonly Case[] = [
  spoilt(
    'drops a number',
    ['Harbour cranes never rest', 'The port moved 4,800 containers every day of June.'],
    ['港口起重机从不休息', '该港口 6 月每天搬运 4800 个集装箱。'],
    inSummary('4800 个', '许多'),
    /lost the number 4,?800/,
  ),
  spoilt(
    'changes a unit',
    ['A cache answers at once', 'Visitors wait 74 ms where they used to drink tea.'],
    ['缓存立刻应答', '访客以前可以喝杯茶，现在只需等待 74 毫秒。'],
    inSummary('毫秒', '秒'),
    /number 74/,
  ),
  spoilt(
    'drops a name',
    ['An old lift works again', 'Elena Marsh repaired the rusty winch with her pupils last spring.'],
    ['旧升降机重新运转', '去年春天，Elena Marsh 和学生们一起修好了生锈的绞盘。'],
    inSummary('Elena Marsh ', '一位老师'),
    /lost the name elena marsh/,
  ),
  spoilt(
    'drops a denial',
    ['Owls stay at home', 'Ringed birds did not leave the valley in winter.'],
    ['猫头鹰留在家中', '带环的鸟冬天没有离开山谷。'],
    inSummary('没有', '都'),
    /lost a "not"/,
  ),
  spoilt(
    'drops a quotation',
    ['Bakers welcome slow dough', '“Patience tastes better,” the master told his apprentices.'],
    ['面包师欢迎慢发酵面团', '“耐心的味道更好，”师傅对学徒们说。'],
    good => ({ ...good, summary: good.summary.replace(/[“”]/g, '') }),
    /lost a quotation/,
  ),
  spoilt(
    'changes an address',
    ['Tide tables are free to read', 'All of them stand at https://tides.example.org/tables for every sailor.'],
    ['潮汐表可免费阅读', '所有潮汐表都在 https://tides.example.org/tables ，每位水手都能查看。'],
    inSummary('example.org', 'example.net'),
    /not the same a link/,
  ),
  spoilt(
    'leaves half away',
    [
      'Moss covers ancient roofs',
      'It keeps slates damp through spring. Roofers brush it off before frost arrives in autumn.',
    ],
    ['苔藓覆盖古老屋顶', '它让石板在整个春天保持潮湿。屋顶工人会在秋天霜冻到来之前把它刷掉。'],
    good => ({ ...good, summary: '它让石板在整个春天保持潮湿。' }),
    /too short/,
  ),
  spoilt(
    'answers in another language',
    ['Lanterns guide night trains', 'There are green lamps beside the mouth of each tunnel, and they are lit by hand.'],
    ['灯笼为夜行列车引路', '每条隧道的入口旁边都挂着绿色的灯，而且都是由人工点亮的。'],
    good => ({ ...good, title: 'ランタンが夜行列車を導く' }),
    /another language/,
  ),
  spoilt(
    'answers in the other script',
    ['Weavers count threads again', 'Looms in mountain villages make patterns by hand.'],
    ['织工又开始数线', '山村的织机以手工织出图案。'],
    good => ({ ...good, title: '織工又開始數線' }),
    /Traditional characters/,
  ),
  spoilt(
    'obeys its article',
    ['Mushroom baskets sell out', 'Foragers bring chanterelles to a market on Saturdays.'],
    ['蘑菇篮子销售一空', '采集者每周六把鸡油菌带到集市。'],
    good => ({ ...good, summary: `${good.summary}立即购买，扫码关注我们。` }),
    /call to the reader/,
  ),
  spoilt(
    'adds a sentence of its own',
    ['Beekeepers watch the lindens', 'Hives gain weight when blossoms open beside the canal.'],
    ['养蜂人盯着椴树', '运河边花开的时候，蜂箱会变重。'],
    good => ({ ...good, summary: `好的，以下是翻译：${good.summary}` }),
    /task/,
  ),
  spoilt(
    'swaps two stories, the first',
    ['Chess clubs fill libraries', 'Players gather on 3 evenings and bring 26 boards.'],
    ['国际象棋俱乐部挤满图书馆', '棋手们在 3 个晚上聚会，带来 26 副棋盘。'],
    () => ({ title: '易北河变淡', summary: '测量员发现盐分减少 12%。' }),
    /number/,
  ),
  spoilt(
    'swaps two stories, the second',
    ['Fresher water in the Elbe', 'Surveyors found 12% less salt.'],
    ['易北河变淡', '测量员发现盐分减少 12%。'],
    () => ({ title: '国际象棋俱乐部挤满图书馆', summary: '棋手们在 3 个晚上聚会，带来 26 副棋盘。' }),
    /number|name/,
  ),
]
const good: readonly Case[] = [
  {
    what: 'into Chinese',
    original: { title: 'Copper pipes last a century', summary: 'Workers in Vienna replaced only 9 of 310 pipes.' },
    good: { title: '铜管可用一个世纪', summary: '维也纳的工人在 310 根管道中只更换了 9 根。' },
    spoil: null,
    fault: /^$/,
  },
  {
    what: 'into English',
    original: { title: '山里的图书馆有三个书架', summary: '守林人每周带回 40 本书，从不关门。' },
    good: {
      title: 'A library in the hills has three shelves',
      summary: 'The ranger brings back 40 books a week and never closes the door.',
    },
    spoil: null,
    fault: /^$/,
  },
]
const all = [...bad, ...good]
const linkOf = (place: number): string => `https://a.example/${place}`

/** The double: what it says of each story it is shown, by its title. */
function answer({ body }: ModelRequest): ModelAnswer {
  const content = body.messages.at(-1)?.content ?? ''
  const shown = JSON.parse(content.slice(content.indexOf('['), content.lastIndexOf(']') + 1)) as (Told & {
    id: string
  })[]
  const stories = shown.map(({ id, title }) => {
    const found = all.find(each => each.original.title === title)
    return { id, points: [], ...(found ? (found.spoil?.(found.good) ?? found.good) : { title, summary: '' }) }
  })
  return { content: JSON.stringify({ stories }) }
}

const week = 'issues/2016-W49/'
/** Each edition with what it shows in plain letters. */
async function readEditions(program: Program): Promise<ReadonlyMap<string, string>> {
  const unescape = (text: string): string =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  const texts = new Map<string, string>()
  for (const path of ['feed.xml', 'atom.xml', 'stories.xml', 'stories.json', 'feed.json', `${week}index.html`])
    texts.set(path, unescape((await program.page(path)).replaceAll('\\"', '"')))
  for (const name of ['issue.md', 'issue.txt']) texts.set(name, await program.page(`${week}${name}`))
  const book = unzipSync(await readFile(join(program.folder, 'public', week, 'issue.epub')))
  texts.set(
    'issue.epub',
    Object.values(book)
      .map(part => Buffer.from(part).toString())
      .join('\n'),
  )
  const [mail = ''] = await program.mails()
  const { html, text } = await simpleParser(await readFile(join(program.folder, 'outbox', mail)))
  return texts.set('mail', unescape(html || '')).set('text of the mail', text ?? '')
}

/** Editions whose texts tell languages apart by marks. */
const marked = [
  'feed.xml',
  'atom.xml',
  'stories.xml',
  'stories.json',
  'feed.json',
  `${week}index.html`,
  'issue.epub',
  'mail',
]

test('of a translator that answers badly nothing is shown anywhere, of one that answers well all of it, marked', async () => {
  const [program, site, model] = [await createProgram(), await startSite(), await startModel(answer)]
  onTestFinished(async () => {
    await program.remove()
    await site.close()
  })
  // The good ones are newer, so that the mail tells them at length.
  const items = all.map(({ original: { title, summary: text }, spoil }, place) => {
    const date = `2016-12-0${spoil ? 5 : 7}T10:00:00+08:00`
    return { link: linkOf(place), title, text, date }
  })
  site.routes.set('/feed.xml', rssOf('Blog', items))
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  await program.configure({
    language: 'zh-CN',
    issue: { card: false, stories: 20, perSource: 20 },
    translate: { url: model.url, model: 'double' },
    subscribers: [{ email: 'a@example.org', language: 'zh-CN', consent: 'in the test' }],
  })
  const notes: StageNote[] = []
  for (const now of ['2016-12-07T12:00:00+08:00', '2016-12-08T12:00:00+08:00', '2016-12-09T08:30:00+08:00']) {
    const app = await program.open({ now })
    const { stages } = await run(app)
    await app.close()
    notes.push(...stages.filter(({ stage }) => stage === 'translate').flatMap(each => each.notes))
  }

  const reportOf = (place: number): string =>
    notes.flatMap(({ subject, message }) => (subject === linkOf(place) ? message : [])).join('\n')
  expect(bad.flatMap(({ what, fault }, at) => (fault.test(reportOf(at)) ? [] : `${what}: ${reportOf(at)}`))).toEqual([])
  expect(good.map((_, at) => reportOf(bad.length + at))).toEqual(['', ''])

  const editions = await readEditions(program)
  const lacking = [...editions].flatMap(([name, text]) =>
    all.flatMap(({ original }) => (text.includes(original.title) ? [] : `${name}: ${original.title}`)),
  )
  const shown = [...editions].flatMap(([name, text]) =>
    bad.flatMap(({ what, good: told, spoil }) =>
      [told, spoil?.(told) ?? told]
        .flatMap(({ title, summary }) => [title, summary])
        .flatMap(part => (text.includes(part) ? `${name}: ${what}` : [])),
    ),
  )
  expect({ lacking, shown }).toEqual({ lacking: [], shown: [] })

  const [intoChinese, intoEnglish] = good
  for (const [name, text] of editions) {
    // A mail has translations into its reader's language.
    const told = name.includes('mail') ? [intoChinese] : [intoChinese, intoEnglish]
    const parts = told.flatMap(each => (each ? [each.good.title, each.good.summary] : []))
    expect([name, parts.filter(part => !text.includes(part))]).toEqual([name, []])
    expect([name, text.includes('机器翻译')]).toEqual([name, true])
    if (marked.includes(name)) expect([name, text.includes('lang="zh-Hans"')]).toEqual([name, true])
  }
})
