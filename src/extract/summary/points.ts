// The points of a summary: the items of the article's own list where one carries it, else the sentences that say most by themselves.
import { isAim, isAside } from './asides.ts'
import {
  definiteness,
  isAnecdote,
  isStatement,
  isTask,
  isTied,
  leansOn,
  refersBack,
  speaksOfItself,
  speaksOfWriter,
  standsAlone,
} from './stand-alone.ts'
import { hasLink, isNew, isWhole, leadsOn, pickNext, type WeighedSentence } from './weigh-sentences.ts'

const MOST_POINTS = 4
const MOST_LIST_POINTS = 5
/** Room that one point may take, as a share of a lead's. */
const POINT_ROOM = 0.75
/** The same for the shortest: four words, eight Han characters. */
const SMALLEST_POINT = 0.045
/** Shorter ones seldom stand alone: seven words, twelve Han characters. */
const SHORT_POINT = 0.08
const FEWEST_POINTS = 2
/** A list carries an article when it holds this part of the weighed text, or less when it stands near the beginning. */
const LIST_SHARE = { anywhere: 0.25, nearBeginning: 0.12 }
const NEAR_BEGINNING = 12
/** What a point loses by speaking to the reader, by taking up what another sentence said, by telling what to do next, of its writer, or of a day. */
const COSTS = { address: 0.25, reference: 0.2, task: 0.35, writer: 0.15, anecdote: 0.2 }
/** A sentence that loses more is a point only where there are too few: two good points are better than four. */
const MOST_COST = 0.3
/** Where this part of the prose ends in stops, a sentence without one is half a sentence. */
const STOPPED_SHARE = 0.6
const LIST_ITEMS = { fewest: 3, most: 20, smallestSize: 0.07, sentenceSize: 0.12 }

/** Lists by their number, each of its items by its first sentence. */
function listsOf(candidates: readonly WeighedSentence[]): readonly (readonly WeighedSentence[])[] {
  const firsts = new Map<number, WeighedSentence>()
  for (const candidate of candidates)
    if (candidate.sentence.list !== null && !firsts.has(candidate.sentence.block))
      firsts.set(candidate.sentence.block, candidate)
  return [...Map.groupBy(firsts.values(), ({ sentence }) => sentence.list).values()]
}

/** Whether every item says something to read by itself: a statement, and no link, no pointer elsewhere. */
function isTelling(list: readonly WeighedSentence[]): boolean {
  return list.every(({ sentence: { text } }) => !hasLink(text) && isStatement(text) && !isAside(text))
}

const step =
  /^(?:先|再|然后)?(?:创建|安装|使用|部署|配置|运行|执行|下载|打开|编译|构建|定义|点击|登录|启动|添加|修改|设置|准备|访问|install|run|create|open|download|click|start|add|set|go to|make sure|clone|build|deploy|configure|use)(?![\p{Script=Latin}])/iu

/** Whether a list tells what to do, step by step: what is needed beforehand more often than what the article is about. */
function isProcedure(list: readonly WeighedSentence[]): boolean {
  return 2 * list.filter(({ sentence }) => step.test(sentence.text)).length > list.length
}

/** The items that say something: names and labels among them say nothing alone. */
function withoutLabels(list: readonly WeighedSentence[]): readonly WeighedSentence[] {
  return list.filter(({ size }) => size >= SMALLEST_POINT)
}

function sumOf(some: readonly WeighedSentence[], key: 'size' | 'score'): number {
  return some.reduce((sum, one) => sum + one[key], 0)
}

/** The list that carries the article, if it has one: items long enough to say something, and no mere appendix. */
function findList(
  candidates: readonly WeighedSentence[],
  lead: readonly WeighedSentence[],
): readonly WeighedSentence[] {
  const lists = listsOf(candidates).filter(isTelling)
  const last = lead.at(-1)?.sentence
  const announced = lists.find(
    ([first]) => last && leadsOn(last.text) && first?.sentence.block === last.block + 1 && last.list === null,
  )
  if (announced && announced.length >= FEWEST_POINTS) return announced
  const total = sumOf(candidates, 'size')
  const carrying = lists.map(withoutLabels).filter(list => {
    const size = sumOf(list, 'size')
    const isNear = candidates.findIndex(candidate => candidate === list[0]) < NEAR_BEGINNING
    const isOfSize = list.length >= LIST_ITEMS.fewest && list.length <= LIST_ITEMS.most
    if (!isOfSize || size < LIST_ITEMS.smallestSize * list.length) return false
    if (size >= LIST_SHARE.anywhere * total) return true
    // A small list near the beginning may be of what was at hand: its items have to be sentences.
    const mayBeOutline = isNear && !isProcedure(list) && size >= LIST_ITEMS.sentenceSize * list.length
    return mayBeOutline && size >= LIST_SHARE.nearBeginning * total
  })
  return carrying.sort((a, b) => sumOf(b, 'score') / b.length - sumOf(a, 'score') / a.length)[0] ?? []
}

/** Adds the next best sentences to the points until the wanted number is reached, or none is left that fits. */
function addBest(
  points: WeighedSentence[],
  from: readonly WeighedSentence[],
  lead: readonly WeighedSentence[],
  wanted: number,
  fits: (next: WeighedSentence, said: readonly WeighedSentence[]) => boolean = () => true,
): void {
  while (points.length < wanted) {
    const said = [...lead, ...points]
    const next = pickNext(from, said, candidate => isNew(candidate, said) && fits(candidate, said))
    if (!next) return
    points.push(next)
  }
}

function beginsSmall({ sentence }: WeighedSentence): boolean {
  return /^["'“‘(]?\p{Ll}+[\s,]/u.test(sentence.text)
}

const address = /[你您]|大家|(?<!\p{L})(?:you|your|let['’]s)(?!\p{L})/iu

/** What a sentence loses as a point, however much it says. */
function costOf({ sentence: { text } }: WeighedSentence): number {
  const costs = [
    address.test(text) ? COSTS.address : 0,
    refersBack(text) ? COSTS.reference : 0,
    isTask(text) ? COSTS.task : 0,
    speaksOfWriter(text) ? COSTS.writer : 0,
    isAnecdote(text) ? COSTS.anecdote : 0,
  ]
  return costs.reduce((sum, cost) => sum + cost, 0)
}

function endsInStop({ sentence: { text } }: WeighedSentence): boolean {
  return /[.!?。！？；;…]["'”’」』）)]*$/u.test(text)
}

/** Whether a sentence breaks off before what it announces or goes on with. */
function breaksOff({ sentence }: WeighedSentence): boolean {
  return /[，,、:：]["'”’」』）)]*$/u.test(sentence.text)
}

/** Picks the points of an article beside its lead, in reading order; prose gives at most four, a list of the article's own five. */
export function pickPoints(
  candidates: readonly WeighedSentence[],
  lead: readonly WeighedSentence[],
  { most, isChinese }: { readonly most: number | undefined; readonly isChinese: boolean },
): readonly WeighedSentence[] {
  // Where sentences of a lead run into each other, one may stand in the end of one and the beginning of the next.
  const said = lead.map(({ letters }) => letters).join('')
  const fitting = candidates.filter(
    ({ size, letters, sentence: { text } }) => size <= POINT_ROOM && !leadsOn(text) && !said.includes(letters),
  )
  const items = findList(fitting, lead).filter(item => isNew(item, lead))
  if (items.length >= FEWEST_POINTS) return items.slice(0, most ?? MOST_LIST_POINTS)
  const wanted = Math.min(most ?? MOST_POINTS, MOST_POINTS)
  // A sentence without a Chinese character is no prose of a Chinese article but what a program printed, or a quotation.
  const isOwnScript = ({ sentence: { text } }: WeighedSentence): boolean => !isChinese || /\p{Script=Han}/u.test(text)
  const statements = fitting
    .filter(candidate => candidate.size >= SMALLEST_POINT && isOwnScript(candidate) && !breaksOff(candidate))
    .filter(({ sentence: { text } }) => !hasLink(text) && isStatement(text) && !isAside(text))
    .map(candidate => ({
      ...candidate,
      score: candidate.score + definiteness(candidate.sentence.text) - costOf(candidate),
    }))
  // In a text with capitals what begins without one is a fragment, or goes on from the line before.
  const areSmall = 2 * candidates.filter(beginsSmall).length > candidates.length
  const prose = candidates.filter(({ sentence }) => sentence.list === null)
  const areStopped = prose.filter(endsInStop).length > STOPPED_SHARE * prose.length
  const stands = (candidate: WeighedSentence): boolean =>
    candidate.size >= SHORT_POINT &&
    isWhole(candidate) &&
    (!areStopped || endsInStop(candidate)) &&
    (areSmall || !beginsSmall(candidate)) &&
    // Where a lead says what the article is going to say, a point says something of it.
    !isAim(candidate.sentence.text) &&
    !speaksOfItself(candidate.sentence.text) &&
    standsAlone(candidate.sentence.text)
  const points: WeighedSentence[] = []
  const standing = statements.filter(stands)
  addBest(
    points,
    standing.filter(candidate => costOf(candidate) <= MOST_COST),
    lead,
    wanted,
  )
  addBest(points, standing, lead, Math.min(wanted, FEWEST_POINTS))
  // Better two points than none, if what they lean on has been said just before.
  addBest(points, statements, lead, Math.min(wanted, FEWEST_POINTS), (next, said) =>
    isTied(next.sentence.text)
      ? false
      : leansOn(next.sentence.text)
        ? said.some(({ index }) => index === next.index - 1)
        : true,
  )
  return points.toSorted((a, b) => a.index - b.index)
}
