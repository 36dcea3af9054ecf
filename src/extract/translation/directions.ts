// Whether a translation says the contrary of what grows and shrinks, or turns "from 12 to 3" about. Pure.
import { findQuantities } from '../model/quantities.ts'

/** Words that say so alone, and those that one may hear it in. */
interface Direction {
  readonly surely: RegExp
  readonly perhaps: RegExp
}

const up: Direction = {
  surely:
    /(?<!\p{L})(?:rise|rises|rose|risen|rising|grow|grows|grew|grown|growing|growth|increas\p{L}*|gained|gains|surg(?:e|es|ed|ing)|climb(?:s|ed|ing)?|soar\p{L}*|up \d)(?!\p{L})|上升|增长|增加|上涨|攀升|飙升|走高|大涨|增至|升至|涨至/iu,
  perhaps:
    /(?<!\p{L})(?:up|high|higher|highest|more|most|gain\p{L}*|improv\p{L}*|boost\p{L}*|better|fast\p{L}*|speed\p{L}*|rais\p{L}*|add\p{L}*|expan\p{L}*|jump\p{L}*|doubl\p{L}*|tripl\p{L}*|record|larger|bigger|increment\p{L}*|ris\p{L}+|rose|gr[eo]w\p{L}*|increas\p{L}*|surg\p{L}*|climb\p{L}*|soar\p{L}*)(?!\p{L})|[升增涨高加多扩翻倍快]|提/iu,
}
const down: Direction = {
  surely:
    /(?<!\p{L})(?:fell|fallen|declin(?:e|es|ed|ing)|decreas\p{L}*|shrank|shrunk|shrinks?|shrinking|plung\p{L}*|slump\p{L}*|down \d|reduc(?:e|es|ed|ing|tion|tions))(?!\p{L})|下降|减少|下跌|降低|下滑|缩减|降至|跌至|减至|大跌|暴跌/iu,
  perhaps:
    /(?<!\p{L})(?:fall\p{L}*|drop\p{L}*|cut\p{L}*|low\p{L}*|less|fewer|sav\p{L}+|halv\p{L}*|half|down|small\p{L}*|short\p{L}*|fast\p{L}*|lighter|slim\p{L}*|remov\p{L}*|eas\p{L}+|fell|declin\p{L}*|decreas\p{L}*|shr[aiu]nk\p{L}*|plung\p{L}*|slump\p{L}*|reduc\p{L}*|off|minus|slow\p{L}*|los\p{L}+)(?!\p{L})|[降减跌缩省低少落下滑短砍削裁]|一半/iu,
}

/** Pairs of amounts that something goes from and to, each as all its readings. */
function stepsOf(text: string): readonly (readonly [from: readonly number[], to: readonly number[]])[] {
  const pattern =
    /(?:(?<!\p{L})from(?!\p{L})|[从由自])([^.。;；!！\n]{1,60}?)(?:(?<!\p{L})to(?!\p{L})|[到至为])([^,，;；!！\n]{1,24})/giu
  return [...text.matchAll(pattern)].flatMap(([, from = '', to = '']) => {
    const [before, after] = [valuesOf(from).at(-1), valuesOf(to)[0]]
    return before && after ? [[before, after] as const] : []
  })
}

const valuesOf = (text: string): readonly (readonly number[])[] =>
  findQuantities(text)
    .map(({ readings }) => readings.map(reading => Number(reading.split(' ')[0])).filter(value => !Number.isNaN(value)))
    .filter(values => values.length > 0)

/** Whether a translation says the contrary: that something shrinks that grows, or goes to where it came from. */
export function turnsDirection(source: string, translation: string): boolean {
  const isTurned = (one: Direction, other: Direction): boolean =>
    one.surely.test(source) &&
    !other.perhaps.test(source) &&
    other.surely.test(translation) &&
    !one.perhaps.test(translation)
  if (isTurned(up, down) || isTurned(down, up)) return true
  const meet = (a: readonly number[], b: readonly number[]): boolean => a.some(value => b.includes(value))
  const told = stepsOf(translation)
  return stepsOf(source).some(
    ([from, to]) =>
      !meet(from, to) &&
      told.some(step => meet(step[0], to) && meet(step[1], from)) &&
      !told.some(step => meet(step[0], from) && meet(step[1], to)),
  )
}
