import { describe, expect, test } from 'vitest'
import type { TranslatedText } from '../../../src/core/types.ts'
import { findTranslationFault } from '../../../src/extract/translation/check-translation.ts'
import { levelPunctuation } from '../../../src/extract/translation/level-punctuation.ts'
import { goodPairs, type TranslatedPair } from './pairs.ts'

const terms = { glossary: {}, keep: [] }

describe('a translation that says what its original says', () => {
  test.each(goodPairs)('passes: $source.title', ({ source, good, into }) => {
    expect(findTranslationFault(good, { source, into, chinese: 'Hans', terms })).toBeNull()
  })
})

function pairAt(place: number): TranslatedPair {
  const found = goodPairs[place]
  if (!found) throw new Error(`there is no pair ${place}`)
  return found
}

type Change = (good: TranslatedText) => TranslatedText
const inSummary =
  (from: string | RegExp, to: string): Change =>
  good => ({ ...good, summary: good.summary.replace(from, to) })
const inTitle =
  (from: string, to: string): Change =>
  good => ({ ...good, title: good.title.replace(from, to) })

/** Place of a pair, what goes wrong with its translation, and how that is called. */
const faults: readonly (readonly [what: string, place: number, change: Change, fault: RegExp])[] = [
  ['drops a number', 0, inSummary('150 万行', ''), /lost the number 1\.5 million/],
  ['changes a number', 0, inSummary('150 万', '1500 万'), /number/],
  ['drops a unit', 0, good => ({ ...good, points: good.points.map(each => each.replace('40%', '40')) }), /number 40%/],
  ['changes a unit', 1, inSummary('74 毫秒', '74 秒'), /number 74 ms/],
  ['adds a number', 1, inSummary('一个晚上', '一个晚上和 45 分钟'), /has the number 45/],
  ['drops a version', 0, inTitle('1.31 ', ''), /lost the number/],
  ['drops the name of a person', 0, inSummary('Alice Wong', '负责人'), /lost the name alice wong|name/],
  ['drops the name that opens the title', 0, inTitle('Kubernetes ', '新版'), /lost the name kubernetes/],
  ['drops a name within a title in title case', 1, inTitle('MySQL', '旧库'), /lost the name mysql/],
  ['drops a company', 2, inTitle('谷歌与', ''), /lost the name google/],
  ['brings in a name', 1, inSummary('团队', '团队与 Oracle'), /has the name Oracle/],
  [
    'drops a link',
    3,
    good => ({ ...good, points: ['完整报告已经发布，所有人都可以查看。'] }),
    /not the same a link|link/,
  ],
  [
    'changes a link',
    3,
    good => ({ ...good, points: good.points.map(each => each.replace('example.org', 'example.com')) }),
    /link/,
  ],
  ['changes code', 0, good => ({ ...good, points: good.points.map(each => each.replace('external', '外部')) }), /code/],
  ['drops a quotation', 0, inSummary('“这早就该做了。”', '这早就该做了。'), /lost a quotation/],
  ['says half', 0, inSummary(/Linux 基金会.*$/, ''), /too short|quotation|lost the name/],
  ['is empty in the summary', 5, good => ({ ...good, summary: '' }), /summary is empty/],
  ['leaves out a point', 0, good => ({ ...good, points: good.points.slice(1) }), /has 1 points/],
  [
    'leaves a sentence in English',
    5,
    inSummary('一次轻松的导览，', 'a gentle tour of namespaces and '),
    /left|not in Chinese/,
  ],
  ['is the original', 5, () => goodPairs[5]?.source ?? { title: '', summary: '', points: [] }, /not in Chinese/],
  ['answers in Japanese', 5, good => ({ ...good, title: 'コンテナとは何ですか？' }), /another language/],
  ['obeys the article', 5, good => ({ ...good, summary: `${good.summary}立即购买我们的课程。` }), /call to the reader/],
  [
    'talks about itself',
    5,
    good => ({ ...good, summary: '作为一个AI语言模型，我无法翻译这段文字的内容。' }),
    /talk about the task/,
  ],
  ['is far too long', 5, good => ({ ...good, summary: good.summary.repeat(4) }), /too long/],
  ['drops a Chinese name', 7, inSummary(', says Wang Lei, who leads the project', ''), /lost the name 王磊/],
  ['drops a Chinese company', 7, inTitle('Alibaba Cloud', 'A provider'), /lost the name 阿里云/],
  ['drops a Latin word', 7, inSummary('Apache 2.0', 'MIT 2.0'), /name/],
  ['drops a number in English', 8, inSummary('1.2 million', 'many'), /lost the number 120 ?万/],
  [
    'leaves a sentence in Chinese',
    9,
    inSummary('The article', '文章介绍了缓存与并行。 The article'),
    /left|not in English/,
  ],
  [
    'answers in French',
    9,
    good => ({
      ...good,
      summary:
        "L'article explique les trois étapes de la mise en cache et de la parallélisation, avec des chiffres pour chacune d'elles dans le texte.",
    }),
    /another language/,
  ],
  ['brings a famous name in', 10, inSummary('Analysts', 'Google and analysts'), /has the name Google/],
  ['makes one sum another', 10, inTitle('$5 trillion', '$5 billion'), /number/],
]

describe('a translation that does not', () => {
  test.each(faults)('%s', (_what, place, change, fault) => {
    const { source, good, into } = pairAt(place)
    expect(findTranslationFault(change(good), { source, into, chinese: 'Hans', terms })).toMatch(fault)
  })

  test('forgets the glossary or the words to keep', () => {
    const { source, good, into } = pairAt(5)
    const wish = (glossary: Readonly<Record<string, string>>, keep: readonly string[] = []) => ({
      source,
      into,
      chinese: 'Hans' as const,
      terms: { glossary, keep },
    })
    expect(findTranslationFault(good, wish({ container: '容器', 'file system': '文件系统' }))).toBeNull()
    expect(findTranslationFault(good, wish({ container: '货柜' }))).toMatch(/does not say "货柜" for "container"/)
    expect(findTranslationFault(good, wish({}, ['cgroups']))).toBeNull()
    expect(findTranslationFault(good, wish({}, ['namespaces']))).toMatch(/does not keep "namespaces"/)
  })
})

test.each([
  ['zh', '集群, 节点; 以及容器!', '集群，节点；以及容器！'],
  ['zh', '它更快了. 也更小.', '它更快了。也更小。'],
  ['zh', '版本 1.31, 共 5,000 个节点', '版本 1.31, 共 5,000 个节点'],
  ['zh', '见 https://a.example/?a=1,2 一文', '见 https://a.example/?a=1,2 一文'],
  ['en', 'Clusters， nodes（and pods）。 More', 'Clusters, nodes (and pods). More'],
] as const)('punctuation in %s: %s', (language, text, leveled) => {
  expect(levelPunctuation(text, language)).toBe(leveled)
})

describe('a translation for a list in Traditional Chinese', () => {
  const source = {
    title: 'Nvidia opens a lab in Sydney worth $2 trillion to Microsoft',
    summary:
      'Trump said nobody had reviewed the third quarter. "It was overdue," said Alice Wong. It costs 1.5 million a year.',
    points: [],
  }
  const good = {
    title: '輝達在雪梨開設實驗室，對微軟價值 2 兆美元',
    summary: '川普說，沒有人審閱過第三季。Alice Wong 說：「這早就該做了。」每年花費 150 萬。',
    points: [],
  }
  const faultOf = (told: TranslatedText, glossary: Readonly<Record<string, string>> = {}) =>
    findTranslationFault(told, { source, into: 'zh', chinese: 'Hant', terms: { glossary, keep: [] } })

  test('says it as Taiwan does', () => {
    expect(faultOf(good)).toBeNull()
    expect(faultOf(good, { lab: '實驗室' })).toBeNull()
    expect(faultOf(good, { lab: '研究室' })).toMatch(/does not say "研究室"/)
  })

  test.each([
    ['a number', inSummary('150 萬', '15 萬'), /number/],
    ['a power of ten', inTitle('2 兆', '2 億'), /number/],
    ['a name', inTitle('微軟', '這家公司'), /lost the name microsoft/],
    ['a denial', inSummary('沒有人', '有人'), /lost a "not"/],
    ['a quotation', inSummary('「這早就該做了。」', '這早就該做了。'), /lost a quotation/],
    ['one character of the other script', inSummary('審閱', '审閱'), /Simplified characters: 审/],
    ['talk about the task', inSummary('川普說', '以下為譯文：川普說'), /task/],
    ['a call of its article', inSummary('150 萬。', '150 萬。立即訂閱，聯絡我們。'), /call to the reader/],
  ] as const)('%s', (_what, change, fault) => {
    expect(faultOf(change(good))).toMatch(fault)
  })

  test('an original in Traditional Chinese is read as well as one in Simplified', () => {
    const chinese = { title: '輝達財報', summary: '營收成長 3 兆元，團隊沒有裁員。', points: [] }
    const told = {
      title: 'Nvidia reports',
      summary: 'Revenue grew by 3 trillion yuan, and the team laid nobody off.',
      points: [],
    }
    const check = (translation: TranslatedText) =>
      findTranslationFault(translation, { source: chinese, into: 'en', chinese: 'Hant', terms })
    expect(check(told)).toBeNull()
    expect(check({ ...told, title: 'A chip maker reports' })).toMatch(/lost the name 英伟达/)
    expect(check({ ...told, summary: told.summary.replace('trillion', 'million') })).toMatch(/number/)
  })
})
