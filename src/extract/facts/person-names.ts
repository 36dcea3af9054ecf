// The names of persons in what is printed or declared as a byline: no rank, date, place, section or invitation is taken for a name.
import { decodeLeftEntities } from '../../core/source-name.ts'
import { lettersOf } from '../../core/text.ts'

/** Bylines are short; a name stands at the beginning of what is marked as one. */
const READ_CHARACTERS = 500
const MAX_NAMES = 12
const MAX_NAME_CHARACTERS = 60
const MAX_WORDS = 5
/** Names of persons and bureaus are shorter; what is longer is a sentence. */
const MAX_HAN_RUN = 12

/** Who else is named "by": not the author. */
const otherRole =
  /(?:photo|photograph|photography|picture|image|illustration|illustrated|art|artwork|graphic|graphics|video|design|designed|edited|reviewed|checked|produced|translated|proofread|posted|sponsored|powered|presented|hosted|curated|recommended)s?\s+$/i
const labelBefore =
  /^(?:(?:作|译|譯|编|編)\s*者|作者简介|撰\s*文|撰稿人?|(?:本报|本刊)?(?:特约|实习|通讯)?(?:记者|通讯员)|文|编译|翻译|author|authors|words|text|story|written|reported|posted|published|von|par|por|di|автор|текст|بقلم)\s*[:：/／|丨｜]\s*/iu
const wordBefore = /^(?:by|von|par|por|di|автор|текст|بقلم)\s+(?=\p{L})/iu
/** What stands between names, and between names and all that is not. */
const between = /[\n\t\u0001|｜丨•‧;；、,，/／&＆]|\s[·–—-]\s|\s(?:with|和|与)\s/iu
const and = /\s(?:and|und)\s/iu
/** The end of a sentence; `Troy L. Smith` and `Dr. Smith` go on. */
const sentenceEnd = /(?<=\p{Ll}{2})\.\s(?=\p{Lu}\p{Ll}{2})/u
const address = /(?:https?:\/\/|www\.)\S*|[^\s@,;()<>]{1,64}@[^\s@,;()<>]{1,100}\.[a-z]{2,}/giu
const afterName =
  /\s*(?:[(（[【<]|\s@|(?<=\p{L})\s+(?:on|at|in|for|from|is|was|has|writes|covers)\s|\s기자|\d{1,2}[:/.-]\d|(?<=\s)\d|(?:年|月|日)).*$/isu

const calendar =
  /^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|am|pm|a\.m|p\.m|[ecmp][sd]t|gmt|utc|ist|today|yesterday|ago|hours?|minutes?|mins?|days?|weeks?|months?|years?)\.?$/i
/** A piece that begins with one of these says what to do or when it was. */
const noNameStart =
  /^(?:updated?|published?|posted|written|last|modified|created|filed|first|tags?|tagged|categor(?:y|ies)|comments?|leave|share|follow|see|view|read|more|full|about|contact|e-?mail|sign|log|subscribe|reply|print|by|by:|click|show|hide|all|no|none|profile|website|twitter|facebook|linkedin|github|home|menu|search|skip|advert.*|sponsored|photos?|images?|source|via|copyright|edited|reviewed|reading|loading|next|previous|back|author'?s?|writers?|bio|biography|this|these|here|how|what|why|when|where|click|get|our|my|your)(?![\p{L}'’-])/iu
const rank =
  /(?<!\p{L})(?:writers?|reporters?|editors?|editor-(?:at-large|in-chief)|correspondents?|contributors?|contributing|columnists?|producers?|analysts?|bloggers?|freelancers?|journalists?|photographers?|critics?|anchors?|president|chief|managers?|directors?|co-?founders?|founders?|ceo|cto|cfo|coo|vp|engineers?|developers?|professors?|interns?|architects?|scientists?|researchers?|evangelists?|advocates?|consultants?|specialists?|chairman|maintainers?|members?|moderators?|administrators?|experts?|senior|associate|assistant|executive|special to|guest (?:author|post|writer|blogger)|staff)(?!\p{L})/iu
const hanRank =
  /(?:专家|工程师|记者|编辑|作者|负责人|架构师|总监|教授|研究员|主编|经理|创始人|总裁|讲师|顾问|分析师|评论员|开发者|爱好者|译者|程序员|博主|编者|报道|供图|摄影|整理|来源|公众号|专栏|头条|转载|投稿|关注)$/u
const hanNoNameStart =
  /^(?:来源|编辑|责任编辑|责编|审校|审核|校对|发布|发表|时间|日期|阅读|浏览|点击|评论|标签|分类|归档|更新|图|摄影|出品|原文|字数|查看|本文|关注|点赞|分享|收藏|首页|专栏|栏目|简介|关于|未知|佚名|匿名|网络|本站|暂无)/u
/** A group that writes as one: taken where nobody is named. */
const group =
  /(?<!\p{L})(?:team|bureau|desk|staff|group|authors|newsroom|community|editorial board|编辑部|团队|小组|编辑室)$/iu
const section =
  /^(?:news|opinions?|editorials?|analysis|technology|tech|business|world|politics|sports?|science|health|culture|entertainment|lifestyle|travel|finance|markets|economy|education|blog|blogs|features?|reviews?|interviews?|general|uncategori[sz]ed|default|announcements?|releases?|engineering|product|company|press|media|local|national|international|新闻|资讯|观点|评论|科技|技术|财经|体育|娱乐|文化|教育|国际|国内|社会|专题|头条)$/iu
const agency =
  /^(?:the )?(?:associated press|ap|reuters|afp|agence france-presse|cnn|tnn|pti|ians|ani|upi|dpa|efe|ansa|xinhua|bloomberg|bbc|npr|nbc|cbs|abc|fox news|new york times|bbc news|新华社|中新社|新华网|人民网|中新网|央视新闻)(?:\s.*)?$/iu
const twoWordPlace =
  /^(?:new york(?: city)?|san (?:francisco|diego|jose)|los angeles|washington,? d\.?c\.?|hong kong|new delhi|tel aviv|cape town|são paulo|buenos aires|rio de janeiro|kuala lumpur|abu dhabi|las vegas|salt lake city|saint petersburg|st\.? petersburg)$/iu
const noName =
  /https?:|www\.|^(?:admin|administrator|author|authors|by|unknown|null|undefined|root|user|username|anonymous|guest|editor|webmaster|staff|编辑|佚名|未知|本站|网络|管理员|匿名|小编|作者|译者)$|discuz|comsenz|wordpress|\.(?:com|org|net|cn|io)$/iu
const particle =
  /^(?:de|da|do|dos|das|del|della|di|du|la|le|les|van|von|der|den|ter|ten|zu|zur|bin|ibn|bint|al|el|ul|y|e|af|av|the|of|jr\.?|sr\.?|ii|iii|iv|d['’]\p{L}+|l['’]\p{L}+)$/iu

const organisation =
  /(?<!\p{L})(?:media|news|press|international|times|post|magazine|network|agency|inc|ltd|llc|gmbh|corp|university|institute|foundation|association)\.?$/iu

/** What is known of where a byline stands. */
export interface NameContext {
  /** Names of the site itself: no author beside others, and none alone unless `mayBeSite`. */
  readonly siteNames?: readonly string[]
  /** Declared as a person, or as somebody else than the publisher. */
  readonly mayBeSite?: boolean
  /** Declared in metadata: names in small letters count as well. */
  readonly isDeclared?: boolean
}

/** The names in a byline, in order, each once; empty where it names nobody. Element boundaries are line breaks. */
export function namesIn(
  text: string,
  { siteNames = [], isDeclared = false, mayBeSite = false }: NameContext = {},
): readonly string[] {
  const site = new Set(siteNames.map(lettersOf).filter(name => name !== ''))
  const isSite = (piece: string): boolean => site.has(lettersOf(piece))
  const pieces = piecesOf(authorPart(decodeLeftEntities(text.slice(0, READ_CHARACTERS)).replace(address, ' ')))
  const named = pieces.filter(piece => isPerson(piece, isDeclared))
  const persons = named.filter(name => !isCompany(name, named) && !isSite(name))
  if (persons.length > 0) return [...new Set(persons)].slice(0, MAX_NAMES)
  if (mayBeSite && named[0] !== undefined) return named.slice(0, 1)
  const ranked = pieces.flatMap(piece => beforeRank(piece) ?? [])
  if (ranked[0] !== undefined) return ranked.slice(0, 1)
  const groups = pieces.filter(piece => group.test(piece) && /\s|\p{Script=Han}/u.test(piece) && !noName.test(piece))
  return groups.filter(piece => !isSite(piece)).slice(0, 1)
}

function piecesOf(text: string): readonly string[] {
  const parts = text.split(between).flatMap(part => part.split(sentenceEnd))
  // "The Russian and Syrian ministries" are no two names.
  return parts
    .flatMap(part => (/^\s*the\s/i.test(part) ? [part] : part.split(and)))
    .flatMap(piece => cleanPiece(piece) ?? [])
}

/** Beside "Kay Rivers" a lone word is where she is or whom she writes for; so are agencies, papers and towns of two words. */
function isCompany(name: string, all: readonly string[]): boolean {
  if (all.length < 2) return false
  const isOther = agency.test(name) || twoWordPlace.test(name) || organisation.test(name)
  return isOther || (isLoneLatinWord(name) && all.some(other => isFullName(other) && other !== name))
}

/** What follows "by" where it says who wrote; a text without the word is a byline as it stands. */
function authorPart(text: string): string {
  const marks = [...text.matchAll(/(?<![\p{L}\p{N}])by(?:\s*[:：]\s*|\s+)(?=(?:the )?[\p{Lu}\p{Lo}@])/giu)].filter(
    ({ index, 0: { length } }) => index === 0 || !/^\p{Ll}/u.test(text.slice(index + length).replace(/^the /, '')),
  )
  const own = marks.find(({ index }) => !isOtherRole(text.slice(Math.max(0, index - 30), index)))
  if (!own) return marks[0] ? text.slice(0, marks[0].index).replace(/\p{L}+\s+$/u, '') : text
  const next = marks[marks.indexOf(own) + 1]
  return text.slice(own.index + own[0].length, next?.index).replace(next ? /\p{L}+\s+$/u : /$/, '')
}

function isOtherRole(before: string): boolean {
  return otherRole.test(before) && !/(?:^|[^\p{L}])(?:posted|translated)\s+$/iu.test(before)
}

/** One piece without its label and what follows the name; null when nothing remains. */
function cleanPiece(piece: string): string | null {
  const name = piece
    .replace(/\s+/g, ' ')
    .trim()
    .replace(labelBefore, '')
    .replace(wordBefore, '')
    .replace(afterName, '')
    .replace(/^[@\s"'“”‘’.:：*–—-]+|[\s,，;；:：|、"“”*–—-]+$/gu, '')
    .replace(/(?<=\p{Ll})\.$/u, '')
  return name === '' ? null : name
}

function isPerson(name: string, isDeclared: boolean): boolean {
  if (name.length < 2 || name.length > MAX_NAME_CHARACTERS || !/\p{L}/u.test(name)) return false
  if (noName.test(name) || noNameStart.test(name) || hanNoNameStart.test(name) || section.test(name)) return false
  if (rank.test(name) || hanRank.test(name) || group.test(name)) return false
  if (name.split(/[^\p{Script=Han}]+/u).some(run => run.length > MAX_HAN_RUN)) return false
  const words = name.split(' ')
  if (words.length > MAX_WORDS || words.every(word => calendar.test(word))) return false
  if (words.length > 1 && words.some(word => /\d/.test(word))) return false
  const small = words.filter(word => /^\p{Ll}/u.test(word) && !particle.test(word))
  return words.length === 1 || small.length === 0 || (isDeclared && words.length <= 3)
}

function isFullName(name: string): boolean {
  return name.includes(' ') && !agency.test(name)
}

function isLoneLatinWord(name: string): boolean {
  return /^[\p{Script=Latin}.'’-]+$/u.test(name)
}

/** `Kay Rivers Staff Writer` with nothing between: the two or three words before the rank, where they are a name. */
function beforeRank(piece: string): string | null {
  const at = rank.exec(piece)?.index ?? 0
  const name = piece.slice(0, at).trim()
  const words = name.split(' ')
  return words.length >= 2 && words.length <= 3 && !agency.test(name) && isPerson(name, false) ? name : null
}
