// The lead of a summary: the sentences that an article begins with, or those that say most, as far as they stand together.
import { countWords, cutAtSentence } from '../../core/text.ts'
import { isAim, isAside, isProvenance, namesItself } from './asides.ts'
import { isAnecdote, isStatement, isTask, leansOn } from './stand-alone.ts'
import { hasLink, isNew, isWhole, leadsOn, pickNext, sizeOf, type WeighedSentence } from './weigh-sentences.ts'

/** UTF-16 units that a first sentence is cut to when it alone is too long for a lead; fewer when its words are short. */
const CUT_CHARACTERS = { han: 150, other: 480 }
/** Items of lists that may stand before the first prose; where more do, the items are the article's paragraphs. */
const MOST_HIGHLIGHTS = 5
/** Sentences from the beginning among which a lead may begin when those before are small talk. */
const OPENING = 15
const NEAR_BEGINNING = 4
/** What a lead loses by beginning a sentence later, in likeness to the title. */
const LATER_COST = 0.03
/** From this many sentences on an article may say what it is going to say, and a reader wants to hear that first. */
const LONG = 12
/** A sentence with less of the title than this begins with something else. */
const TITLE_LIKENESS = 0.05
/** A sentence with as much of the title as this is about the article's matter, whatever else it says. */
const ON_TITLE = 0.25
/** What nobody begins with: a caption or a heading's second half that came before the article. */
const goesOnFrom =
  /^["“]?(?:she|he|they|it)(?!\p{L})(?: (?:has|had|also|then|later|further))? (?:added|said|told|noted|stressed|insisted|went|continued|explained|claimed|wrote)(?!\p{L})|^[^.!?,]{1,60}, (?:however|though|meanwhile|moreover|too|also),|^["“]?(?:他|她|他们|其)(?:还|也|又|则|并|随后|同时|补充|表示|称|说|指出|强调|透露|认为)/iu
/** `This` at the beginning of a sentence, where it is the article itself. */
const beginsWithItself =
  /^(?:在?这篇(?:文章|博客|博文|译文|教程)|[^\p{L}]*(?:in )?this (?:post|article|tutorial|guide|essay|series)(?!\p{L}))/iu
/** Room that a sentence takes, as a share of a lead's, when it may stand before what came first. */
const SMALLEST_FIRST = 0.1
/** A writer who speaks of themselves. */
const firstPerson = /我(?![们国市省校院军方党])|咱|笔者/u
/** What a sentence gains by saying what the article is about. */
const AIM_BONUS = 0.4

/** Whether a sentence may stand in a lead: prose, a statement, about the article's matter. */
function isFit({ sentence: { list, text }, titleLikeness }: WeighedSentence): boolean {
  if (list !== null || !isStatement(text) || hasLink(text) || isProvenance(text) || /[，,、]$/u.test(text)) return false
  // A greeting that goes on to say what the title says is the article's beginning.
  return !isAside(text) || titleLikeness >= ON_TITLE
}

/** Whether a sentence is understood where the one before it is not read: it is the first, or leans on none. */
function isUnderstood({ sentence: { text }, index }: WeighedSentence): boolean {
  return beginsWithItself.test(text) || ((index === 0 || !leansOn(text)) && !goesOnFrom.test(text))
}

function sumOfSizes(some: readonly WeighedSentence[]): number {
  return some.reduce((sum, { size }) => sum + size, 0)
}

/** Adds the sentences after the last one of a lead, as far as they fit and go on with it. */
function goOn(
  lead: readonly WeighedSentence[],
  candidates: readonly WeighedSentence[],
  most: number,
): readonly WeighedSentence[] {
  const taken = [...lead]
  const last = taken.at(-1)
  if (!last) return taken
  for (const next of candidates.filter(({ index }) => index > last.index)) {
    if (taken.length >= most) break
    const isLast = next.sentence.list !== null || leadsOn(next.sentence.text)
    if (isLast || sumOfSizes(taken) + next.size > 1 || !isNew(next, taken)) break
    const isNextTo = next.index === (taken.at(-1)?.index ?? -2) + 1
    if (!isFit(next) || isAside(next.sentence.text) || (!isNextTo && !isUnderstood(next))) continue
    taken.push(next)
  }
  return taken
}

/** Whether a sentence tells of its writer's day before the article comes to its matter. */
function isSmallTalk({ sentence: { text }, titleLikeness }: WeighedSentence): boolean {
  return titleLikeness < TITLE_LIKENESS && (firstPerson.test(text) || isAnecdote(text))
}

/** Whether a sentence can take the beginning's place: it says something by itself, and no step or announcement. */
function isTelling(candidate: WeighedSentence): boolean {
  const { text } = candidate.sentence
  return isUnderstood(candidate) && !leadsOn(text) && !isTask(text) && candidate.size >= SMALLEST_FIRST
}

/**
 * The first sentence that is understood by itself; where none stands near the beginning, or the beginning is small talk, the one that
 * says most of the title.
 */
function findFirst(fit: readonly WeighedSentence[]): WeighedSentence | undefined {
  const first = fit.find(isUnderstood) ?? fit[0]
  const valueOf = ({ titleLikeness, index }: WeighedSentence): number => titleLikeness - LATER_COST * index
  const byTitle = fit.toSorted((a, b) => valueOf(b) - valueOf(a))
  if (!first || first.index > NEAR_BEGINNING) return byTitle[0]
  const better = isSmallTalk(first)
    ? byTitle.find(candidate => isTelling(candidate) && candidate.titleLikeness >= ON_TITLE / 2)
    : undefined
  return better ?? first
}

/** The sentences that an article begins with once it comes to its matter, and what it says of itself, up to its first list. */
export function takeBeginning(candidates: readonly WeighedSentence[], most: number): readonly WeighedSentence[] {
  const firstProse = candidates.findIndex(({ sentence }) => sentence.list === null)
  // Highlights may stand before an article; but one whose paragraphs are items of lists begins with the first of them.
  const start = firstProse <= MOST_HIGHLIGHTS ? Math.max(0, firstProse) : 0
  const opening = candidates.slice(start, start + OPENING)
  const fit = opening.filter(candidate => isFit(candidate) && candidate.size <= 1)
  const first = findFirst(fit) ?? opening.find(({ size }) => size <= 1)
  if (!first || most === 0) return []
  const aim =
    candidates.length < LONG
      ? undefined
      : fit.find(
          next =>
            isAim(next.sentence.text) &&
            (isUnderstood(next) || (namesItself(next.sentence.text) && next.titleLikeness >= ON_TITLE / 2)),
        )
  if (!aim || aim === first) return goOn([first], candidates, most)
  if (first.titleLikeness < TITLE_LIKENESS || most < 2) return goOn([aim], candidates, most)
  const both = first.index < aim.index ? [first, aim] : [aim, first]
  return sumOfSizes(both) <= 1 && !leadsOn(first.sentence.text) && isNew(aim, [first])
    ? goOn(both, candidates, most)
    : goOn([first], candidates, most)
}

/** The sentences that say most, as far as they fit and stand together, in reading order; items of a list only where there is no prose. */
export function takeBest(candidates: readonly WeighedSentence[], most: number): readonly WeighedSentence[] {
  const prose = candidates.filter(({ sentence }) => sentence.list === null)
  const possible = prose.length > 0 ? prose.filter(isFit) : candidates.filter(isWhole)
  const from = (possible.length > 0 ? possible : prose).map(candidate =>
    candidates.length >= LONG && isAim(candidate.sentence.text)
      ? { ...candidate, score: candidate.score + AIM_BONUS }
      : candidate,
  )
  const taken: WeighedSentence[] = []
  let room = 1
  while (taken.length < most) {
    const fits = (next: WeighedSentence): boolean =>
      next.size <= room &&
      isNew(next, taken) &&
      (taken.length === 0 || !leadsOn(next.sentence.text)) &&
      (isUnderstood(next) || taken.some(({ index }) => index === next.index - 1))
    const next = pickNext(from, taken, fits)
    if (!next) break
    taken.push(next)
    room -= next.size
  }
  return taken.toSorted((a, b) => a.index - b.index)
}

/** As much of a sentence as a lead has room for; ends in `…`. */
export function cutToLead(sentence: string, isChinese: boolean): string {
  let room = CUT_CHARACTERS[isChinese ? 'han' : 'other']
  while (sizeOf(countWords(cutAtSentence(sentence, room).text)) > 1) room = Math.floor(0.9 * room)
  return cutAtSentence(sentence, room).text
}

/** Sentences of spaced scripts are set apart by a blank, Chinese ones by nothing; what stands side by side in the text as it stands there. */
export function joinSentences(lead: readonly WeighedSentence[], text: string): string {
  const sentences = lead.map(({ sentence }) => sentence)
  const joined = sentences.reduce((sum, next, i) => {
    const before = sentences[i - 1]
    if (!before) return next.text
    const between = text.slice(before.end, next.start)
    const isApart =
      between.trim() === '' && !/[\r\n]/.test(between) ? between !== '' : !/[。！？；…”」』）】》]$/u.test(before.text)
    return `${sum}${isApart ? ' ' : ''}${next.text}`
  }, '')
  return joined.replace(/[；;]$/u, '')
}
