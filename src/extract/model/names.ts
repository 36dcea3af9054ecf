// Names that a summary has and its article does not: capitalised words, Latin and katakana words in Chinese and Japanese, people and
// bodies as far as Chinese shows them. Errs towards finding one: a refused summary costs nothing but itself.
import { starters } from './sentence-starters.ts'

/** Months that are nobody's name, and currencies: both are looked for among the quantities. */
const monthsAndCurrencies =
  /^(?:january|feb|february|apr|july|aug|sept?|september|oct|october|nov|november|dec|december|usd|eur|gbp|rmb|cny)$/i
const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’+#]?[\p{L}\p{N}+#]+)*/gu
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
/** A word with at least this many letters may stand in another form in the article: researchers, research. */
const STEM_LETTERS = 4

const surname =
  '(?:欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤])'
const titles = '教授|博士|院士|工程师|总裁|创始人|首席执行官|经理|主任|主席|总统|总理|部长|作者|记者'
/** Chinese and Japanese names and terms that can be told by their looks; each must be in the article. */
const looks: readonly RegExp[] = [
  /[\p{Script=Katakana}ー]{2,}/gu,
  /\p{Script=Han}{1,6}(?:[·・•]\p{Script=Han}{1,8})+/gu,
  new RegExp(`${surname}\\p{Script=Han}{1,2}?(?=说|表示|认为|指出|称|介绍|透露|强调|写道|先生|女士|${titles})`, 'gu'),
  new RegExp(`(?<=${titles})${surname}\\p{Script=Han}`, 'gu'),
  /(?<![这该本母子各此家])\p{Script=Han}{2}(?:公司|集团|大学|学院|研究院|研究所|实验室|基金会|委员会|银行|协会|法院|医院)/gu,
  /\p{Script=Han}{2,4}(?=さん|氏は|氏が|教授|首相|社長)/gu,
]

interface Vocabulary {
  readonly all: ReadonlySet<string>
  /** Those that stand there without a capital: common words. */
  readonly common: ReadonlySet<string>
  /** All in their order, blanks between them and around: for names of several words. */
  readonly running: string
}

function partsOf(word: string): readonly string[] {
  return [word, ...word.split(/['’]/u)].map(part => part.toLowerCase())
}

function readVocabulary(text: string): Vocabulary {
  const spaced = text.replace(new RegExp(unspaced, 'gu'), ' ')
  const words = [...spaced.matchAll(wordPattern)].map(([word]) => word)
  return {
    all: new Set(words.flatMap(partsOf)),
    common: new Set(words.filter(word => !/\p{Lu}/u.test(word))),
    running: ` ${words.map(word => word.replace(/['’]s$/u, '').toLowerCase()).join(' ')} `,
  }
}

/** A word without the ending behind its apostrophe: she'll, FDA's. */
function bareOf(word: string): string {
  return word.toLowerCase().replace(/['’](?:s|ll|re|ve|d|m|t)$/u, '')
}

function isKnown(word: string, { all }: Vocabulary): boolean {
  const bare = bareOf(word)
  return all.has(bare) || all.has(`${bare}s`) || (bare.length > STEM_LETTERS && all.has(bare.replace(/s$/, '')))
}

/** Whether a word that opens a sentence is a common one: a starter, or one whose stem the article has without a capital. */
function mayOpen(word: string, { common }: Vocabulary): boolean {
  const lower = bareOf(word)
  if (starters.has(lower) || common.has(lower)) return true
  const stem = lower.slice(0, Math.max(STEM_LETTERS, lower.length - 4))
  return lower.length > STEM_LETTERS && [...common].some(known => known.startsWith(stem))
}

/** The first capitalised word, or pair of them, that the article does not have. */
function findUnknownCapitals(text: string, vocabulary: Vocabulary): string | null {
  let before: { readonly word: string; readonly end: number } | null = null
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    const gap = before === null ? null : text.slice(before.end, index)
    const opens = gap === null || /[.!?:;。！？：；"“”「」\n]/u.test(gap)
    const isName = /\p{Lu}/u.test(word) && !monthsAndCurrencies.test(word) && !/^[\d]/.test(word)
    if (!isName || (opens && mayOpen(word, vocabulary))) {
      before = { word: '', end: index + word.length }
      continue
    }
    if (!/\d/.test(word) && !isKnown(word, vocabulary)) return word
    const isPlain = /^\p{Lu}\p{Ll}+$/u
    if (before !== null && before.word !== '' && gap === ' ' && isPlain.test(before.word) && isPlain.test(word)) {
      const pair = `${before.word} ${word}`
      if (!vocabulary.running.includes(` ${pair.toLowerCase()} `)) return pair
    }
    before = { word, end: index + word.length }
  }
  return null
}

/**
 * The first Latin word of a text in Chinese or Japanese that the article does not have: there such words are names and terms.
 * Those with figures in them, CO2, are looked for among the quantities.
 */
function findUnknownLatin(text: string, vocabulary: Vocabulary): string | null {
  const words = [...text.matchAll(/(?<![A-Za-z\d])[A-Za-z][A-Za-z'’+#]*(?![A-Za-z\d'’+#])/g)].map(([word]) => word)
  return words.find(word => word.length > 1 && !isKnown(word, vocabulary)) ?? null
}

function findUnknownByLooks(text: string, source: string): string | null {
  for (const pattern of looks) for (const [name] of text.matchAll(pattern)) if (!source.includes(name)) return name
  return null
}

/** The first name in a text that its source does not have; null when none can be told. Both in Unicode form NFKC. */
export function findUnknownName(text: string, source: string): string | null {
  const vocabulary = readVocabulary(source)
  if (unspaced.test(text)) return findUnknownLatin(text, vocabulary) ?? findUnknownByLooks(text, source)
  return findUnknownCapitals(text, vocabulary)
}
