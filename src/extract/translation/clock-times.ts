// Times of day in both languages as minutes since midnight: 10:30 pm, 晚上 10 点半 and 22:30 are one. Pure.

/** A time as it may be read: without a word for its half of the day it is one of two. */
export interface ClockTime {
  readonly text: string
  readonly minutes: readonly number[]
}

const HALF_DAY = 12 * 60
const DAY = 2 * HALF_DAY
const english = /(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?m(?:\.(?!\p{L})|(?!\p{L}))/giu
const chinese =
  /(凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|夜里|深夜|晚)\s?(\d{1,2}|[一二两三四五六七八九十]{1,2})(?:[:：](\d{2})|\s?[点时](?:\s?(半|整)|\s?(\d{1,2})\s?分)?)/gu
const plain = /(?<![\d:.])([01]?\d|2[0-3])[:：]([0-5]\d)(?![\d:])/gu
const chinesePlain = /(?<!\d)(\d{1,2})\s?点(?!\d)(?:\s?(半|整)|\s?(\d{1,2})\s?分)?(?!\p{L}*[零一二三四五六七八九])/gu
const hours = '零一二三四五六七八九十'

function hourOf(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  const [first = '', second] = Array.from(text.replace('两', '二'))
  if (second === undefined) return hours.indexOf(first)
  return first === '十' ? 10 + hours.indexOf(second) : Number.NaN
}

/** Its times, and the text without them. */
export function takeClockTimes(text: string): { readonly rest: string; readonly times: readonly ClockTime[] } {
  const times: ClockTime[] = []
  const keep = (shown: string, ...minutes: readonly number[]): string => {
    const known = minutes.filter(each => each >= 0 && each < DAY)
    if (known.length === 0) return shown
    times.push({ text: shown.trim(), minutes: known })
    return ' , '
  }
  const rest = text
    .replace(english, (all, hour: string, minute: string | undefined, half: string) => {
      const at = (Number(hour) % 12) * 60 + Number(minute ?? 0)
      return keep(all, Number(hour) > 12 ? -1 : at + (half.toLowerCase() === 'p' ? HALF_DAY : 0))
    })
    .replace(
      chinese,
      (all, part: string, hour: string, minute: string | undefined, half: string | undefined, minuteHan?: string) => {
        const at = hourOf(hour) * 60 + Number(minute ?? minuteHan ?? (half === '半' ? 30 : 0))
        if (Number.isNaN(at)) return all
        if (at >= HALF_DAY + 60) return keep(all, at)
        const isLate = /下午|傍晚|晚|夜/u.test(part)
        const turned = (at + HALF_DAY) % DAY
        if (part === '中午') return keep(all, at, turned)
        const isMidnight = /晚|夜/u.test(part) && at >= HALF_DAY
        return keep(all, isMidnight || (isLate && at < HALF_DAY) ? turned : isLate ? at : at % HALF_DAY)
      },
    )
    .replace(plain, (all, hour: string, minute: string) => {
      const at = Number(hour) * 60 + Number(minute)
      return keep(all, at, at < HALF_DAY + 60 ? (at + HALF_DAY) % DAY : -1)
    })
    .replace(chinesePlain, (all, hour: string, half: string | undefined, minute?: string) => {
      const at = Number(hour) * 60 + Number(minute ?? (half === '半' ? 30 : 0))
      return keep(all, at, at < HALF_DAY + 60 ? (at + HALF_DAY) % DAY : -1)
    })
  return { rest, times }
}
