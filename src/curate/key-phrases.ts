// The words and short phrases that a text may be about, English and Chinese alike. Called by topics.ts.
import { isStopWord } from '../core/text.ts'

/** A phrase as the text spells it, and how often it stands there; a mention in the title counts more. */
export interface Phrase {
  readonly spelling: string
  readonly count: number
  readonly isInTitle: boolean
  /** Whether it is spelt without a capital somewhere: then it is no name. */
  readonly isLower: boolean
}

const TITLE_WEIGHT = 3
const READ_CHARACTERS = 2_000
const MOST_WORDS = 3
const LENGTHS = { fewest: 2, most: 30, mostHan: 8 }

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
/** Chinese words that hold phrases together or apart and name nothing. */
const emptyHan = new Set(
  `的 了 在 是 和 与 及 或 对 中 为 以 其 等 一种 基于 有 不 上 下 从 到 由 该 这 那 个 种 时 后 前 并 而 将 被 使 于 所 能 可 也 都 就 把 让 给 向 用 会 要 很 更 最 再 又 还 没 只 得 着 过
  怎么 如何 为什么 什么 方法 过程 问题 情况 结果 需要 之间 时候 东西 所有 每个 一次 一条 一天 一年 两个 三个 多少 今天 昨天 本周 文章 论文 解读 实践 经验 我 你 他 它 们`.split(
    /\s+/,
  ),
)
/** English words that every text on any matter has. */
const emptyLatin = new Set(
  `new old way ways use uses used using make makes made take takes took get gets got need needs know thing things time times year years week weeks month day days hour hours minute minutes
  second seconds part parts first last next one two three four five six seven eight nine ten many much good better best well long short right wrong people work works working read look find found
  think want see seen come came went gone back still even every without within around since like another really page pages post article paper weekly daily monthly list lists reading issue update updates release releases released`.split(
    /\s+/,
  ),
)

/** A word as phrases compare it: plurals are one with their singular. */
function foldWord(word: string): string {
  const lower = word.toLowerCase()
  return /^[a-z]{4,}s$/.test(lower) && !/(?:ss|us|is)$/.test(lower) ? lower.slice(0, -1) : lower
}

function isEmpty(word: string): boolean {
  const lower = word.toLowerCase()
  return (
    isStopWord(lower) ||
    emptyLatin.has(lower) ||
    emptyLatin.has(foldWord(word)) ||
    emptyHan.has(word) ||
    !/\p{L}/u.test(word)
  )
}

/** Runs of words that nothing separates but blanks; a stop word ends a run. */
function runsOf(text: string): string[][] {
  const runs: string[][] = [[]]
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike && !isEmpty(segment)) runs.at(-1)?.push(segment)
    else if (!/^[ \u00a0]$/.test(segment)) runs.push([])
  }
  return runs
}

/** The text's phrases of one to three words by their folded form. */
export function countPhrases({
  title,
  text,
}: {
  readonly title: string
  readonly text: string
}): ReadonlyMap<string, Phrase> {
  const phrases = new Map<string, Phrase>()
  const add = (words: readonly string[], weight: number): void => {
    const isHan = words.every(word => /\p{Script=Han}/u.test(word))
    const spelling = words.join(isHan ? '' : ' ')
    if (spelling.length < LENGTHS.fewest || spelling.length > (isHan ? LENGTHS.mostHan : LENGTHS.most)) return
    const key = words.map(foldWord).join(isHan ? '' : ' ')
    const known = phrases.get(key)
    phrases.set(key, {
      spelling: known?.spelling ?? spelling,
      count: (known?.count ?? 0) + weight,
      isInTitle: weight === TITLE_WEIGHT,
      isLower: (known?.isLower ?? false) || spelling === spelling.toLowerCase(),
    })
  }
  const addAll = (part: string, weight: number): void => {
    for (const run of runsOf(part))
      for (let start = 0; start < run.length; start++)
        for (let words = 1; words <= Math.min(MOST_WORDS, run.length - start); words++)
          add(run.slice(start, start + words), weight)
  }
  addAll(text.slice(0, READ_CHARACTERS), 1)
  addAll(title, TITLE_WEIGHT)
  return phrases
}
