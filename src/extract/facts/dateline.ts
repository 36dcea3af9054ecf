// The line under a title that has a date and perhaps a name, and says of neither what it is: `Ann Lee · May 8, 2026`.
import { lettersOf } from '../../core/text.ts'
import type { Instant } from '../../core/types.ts'
import { readPageDate } from './page-date.ts'
import { namesIn } from './person-names.ts'

/** What the line says. */
export interface Dateline {
  readonly publishedAt: Instant
  readonly names: readonly string[]
}

/** The title stands near the top, and the line within so many lines of it. */
const TITLE_CHARACTERS = 6_000
const MOST_LINES = 4
/** Longer lines are sentences. */
const MAX_CHARACTERS = 90
/** A line of a name alone is no longer. */
const MAX_NAME_CHARACTERS = 40

const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
/** A whole date, with the day of the week and the time that may stand at it. */
const wholeDate = new RegExp(
  `(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:(?<!\\p{L})(?:${months})\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)?\\.? (?:${months})\\.?,? \\d{4})(?!\\d)(?:,? (?:at )?\\d{1,2}:\\d{2}(?: ?[ap]\\.?m\\.?)?)?|(?<!\\d)\\d{4}(?: ?年 ?\\d{1,2} ?月 ?\\d{1,2} ?日|[-/.]\\d{1,2}[-/.]\\d{1,2}(?!\\d))(?: ?\\d{1,2}:\\d{2}(?::\\d{2})?)?`,
  'iu',
)
/** Words of names of sections, which stand beside dates as names do. */
const sectionWord =
  /(?<!\p{L})(?:learning|engineering|science|security|source|notes?|news|practices?|updates?|stud(?:y|ies)|design|development|research|computing|infrastructure|intelligence|releases?|tutorials?|guides?|tips|tools?|platforms?|systems?|services?|stor(?:y|ies)|announcements?|events?|community|culture|company|product|data|cloud|web|mobile|open|machine|deep|software|hardware|devops|read|reading|min|mins|minutes?|views?|comments?|posts?|articles?|blog|opinion|long|short|new|the|and|of|in|for|to|by|edition|issue|volume|press|media|team)(?!\p{L})/iu
/** The most frequent family names, written with one character. */
const familyName =
  /^[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]\p{Script=Han}{1,2}$/u

/** Whether what stands beside a date, and says not who it is, can only be a person. */
function isSurelyPerson(name: string): boolean {
  if (/^\p{Script=Han}+$/u.test(name)) return familyName.test(name)
  const words = name.split(' ')
  const isNamed = words.length >= 2 && words.length <= 4 && words.every(word => /^\p{Lu}[\p{L}.'’-]*$/u.test(word))
  return isNamed && !words.every(word => /^\p{Lu}+$/u.test(word)) && !sectionWord.test(name)
}

/** The date of a line and the persons beside it; null for a line without a whole date, or with more than that to say. */
function readLine(line: string, siteNames: readonly string[]): Dateline | null {
  const date = line.length > MAX_CHARACTERS ? undefined : wholeDate.exec(line)
  const publishedAt = date ? readPageDate(date[0]) : null
  if (!date || publishedAt === null) return null
  const rest = `${line.slice(0, date.index)}\n${line.slice(date.index + date[0].length)}`
  const names = namesIn(rest, { siteNames }).filter(isSurelyPerson)
  return { publishedAt, names }
}

/**
 * The line with a whole date that stands just below the title in a page's visible text, and the persons that stand beside the date or on
 * the line before or after. Null where nobody stands there: a date alone may be the day of what the page announces.
 */
export function readDateline(printed: string, title: string | null, siteNames: readonly string[]): Dateline | null {
  const wanted = lettersOf(title ?? '')
  if (wanted === '') return null
  const lines = printed.slice(0, TITLE_CHARACTERS).split('\n')
  const at = lines.findLastIndex(line => lettersOf(line) === wanted)
  if (at < 0) return null
  const below = lines.slice(at + 1, at + 1 + MOST_LINES)
  for (const [i, line] of below.entries()) {
    const found = readLine(line, siteNames)
    if (!found) continue
    if (found.names.length > 0) return found
    const beside = [below[i - 1], below[i + 1]].map(other => other?.trim() ?? '')
    const name = beside.find(other => other.length <= MAX_NAME_CHARACTERS && isSurelyPerson(other))
    return name === undefined ? null : { ...found, names: [name] }
  }
  return null
}
