// The operator's include and exclude rules of a source.
import { WeeklyError } from '../core/errors.ts'

/** A rule sees this much of an item's title and text; a subject does not first come up later. */
const MAX_TEXT_CHARACTERS = 10_000
/** A text of that length is then searched within about a second, whatever it says. */
const MAX_ATTEMPTS_PER_PLACE = 20_000
const hint = 'Use plain words, split the pattern into several rules, or write .{0,80} in place of .*'

/** Whether an item is kept; if not, the rule that drops it, or how many include rules there are of which none fits. */
export type Verdict =
  { readonly keep: true } | { readonly keep: false; readonly rule: 'exclude' | 'include'; readonly detail: string }

/**
 * Whether an item is kept: not by an exclude rule, and, if there are include rules, only by one of them. A rule is words,
 * found whatever their case, whole ones in scripts with spaces; or `/pattern/i`, a JavaScript regular expression.
 * Throws CONFIG_INVALID for a rule that `checkRule` objects to.
 */
export function decideKeep(
  item: { readonly title: string; readonly text: string },
  rules: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Verdict {
  const text = `${item.title}\n${item.text}`.slice(0, MAX_TEXT_CHARACTERS).normalize('NFKC').replace(/\s+/g, ' ')
  const matches = (rule: string) => patternOf(rule).test(text)
  const excludedBy = rules.exclude.find(matches)
  if (excludedBy !== undefined) return { keep: false, rule: 'exclude', detail: excludedBy }
  if (rules.include.length > 0 && !rules.include.some(matches))
    return { keep: false, rule: 'include', detail: String(rules.include.length) }
  return { keep: true }
}

/** What is wrong with a rule, as half a sentence; null when it can be used: it compiles, and no text makes it take long. */
export function checkRule(rule: string): string | null {
  const pattern = splitPattern(rule)
  if (!pattern) return /[\p{L}\p{N}]/u.test(rule) ? null : 'has no letter or digit to look for'
  if (/[^imsu]/.test(pattern.flags)) return `has the flags "${pattern.flags}"; only i, m, s and u can be used`
  try {
    new RegExp(pattern.source, pattern.flags)
  } catch (error) {
    return `is no regular expression (${error instanceof Error ? error.message : 'unreadable'})`
  }
  return checkCost(pattern.source)
}

const patterns = new Map<string, RegExp>()

function patternOf(rule: string): RegExp {
  const known = patterns.get(rule)
  if (known) return known
  const problem = checkRule(rule)
  if (problem !== null) throw new WeeklyError('CONFIG_INVALID', `The rule "${rule}" ${problem}`, { hint })
  const written = splitPattern(rule)
  const pattern = written ? new RegExp(written.source, written.flags) : wordPattern(rule)
  patterns.set(rule, pattern)
  return pattern
}

function splitPattern(rule: string): { readonly source: string; readonly flags: string } | null {
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/is.exec(rule.trim()) ?? []
  return source === undefined || flags === undefined ? null : { source, flags }
}

/** Words as they are written, any space between them; a word of a script with spaces does not match inside another. */
function wordPattern(rule: string): RegExp {
  const words = rule.trim().normalize('NFKC')
  const escaped = words.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s`)
  const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`
  const letter = String.raw`(?![${unspaced}])[\p{L}\p{N}]`
  const startsWord = new RegExp(`^${letter}`, 'u').test(words)
  const endsWord = new RegExp(`${letter}$`, 'u').test(words)
  const before = startsWord ? String.raw`(?<!(?![${unspaced}])[\p{L}\p{N}])` : ''
  return new RegExp(`${before}${escaped}${endsWord ? `(?!${letter})` : ''}`, 'iu')
}

/**
 * Objects to patterns that can take long on a text made for it: a repeated group that holds a repetition or a choice
 * (exponential time), references back, and repetitions that multiply (`.*a.*b`). White space is not counted: runs of it are collapsed before.
 */
function checkCost(source: string): string | null {
  const token =
    /\\(?:[pP]\{[^}]*\}|k<[^>]*>|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|\)|[*+?]|\{\d+(?:,\d*)?\}|[^]/gs
  const groups: boolean[] = [false]
  let previous = ''
  let closedIsComplex = false
  let attempts = 1
  for (const [part] of source.matchAll(token)) {
    if (/^\\(\d|k<)/.test(part) && part !== String.raw`\0`) return 'refers back to a group'
    const most = mostRepeats(part)
    if (part.startsWith('(')) groups.push(false)
    else if (part === ')') closedIsComplex = groups.pop() ?? false
    else if (part === '|' || most > 1) {
      if (previous === ')' && closedIsComplex && most > 2) return 'repeats a group that itself repeats or chooses'
      if (previous !== String.raw`\s` && previous !== ' ') attempts *= Math.max(1, most)
      groups[groups.length - 1] = true
    }
    if (part === ')' && closedIsComplex) groups[groups.length - 1] = true
    previous = part
  }
  return attempts > MAX_ATTEMPTS_PER_PLACE ? 'has repetitions that multiply' : null
}

/** How often a quantifier repeats what stands before it, at most; 0 for what is no quantifier. */
function mostRepeats(part: string): number {
  if (part === '*' || part === '+') return MAX_TEXT_CHARACTERS
  if (part === '?') return 2
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(part) ?? []
  if (least === undefined) return 0
  if (comma === ',' && most === '') return MAX_TEXT_CHARACTERS
  return Math.max(2, Number(most || least))
}
