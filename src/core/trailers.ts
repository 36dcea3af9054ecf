// What feeds and blog engines print around an article's words: invitations to read on, where a post first appeared, counts of comments.

/** UTF-16 offsets [start, end) into the text. */
type Span = readonly [start: number, end: number]

/** What a trailer may be followed by: the end of its sentence, line or text, or the next trailer. */
const END = String.raw`(?:[.。!](?=[\s"”’)]|$)|(?=\s*\n)|\s*$|(?=\s+The (?:post|article|entry|story) )|(?=\s+\d{1,5} (?:comments?|条评论)))`
/** Letters of spaced scripts: an English word within Chinese has no blank beside it, so `\b` would not do. */
const BEFORE = String.raw`(?<![\p{Script=Latin}\p{N}])`
const AFTER = String.raw`(?![\p{Script=Latin}\p{N}])`
/** An invitation to read the rest. */
const INVITATION = [
  String.raw`${BEFORE}(?:read|see|learn|find out|view|show) (?:more|on|full (?:story|article|post)|original(?: (?:post|article))?)${AFTER}`,
  String.raw`${BEFORE}(?:read|view) (?:the )?(?:full|whole|entire|complete|original|rest)(?: of (?:this|the)(?: \p{L}+)?)?(?: (?:story|article|post|entry))?${AFTER}`,
  String.raw`${BEFORE}full (?:story|article|post|text)(?= ?[→»›>])`,
  String.raw`${BEFORE}(?:click|tap|go) here (?:to|for|and) (?:read|continue|see|view)(?: on| more| the (?:rest|full \p{L}+)| reading)?${AFTER}`,
  String.raw`[<＜](?:!--)?more(?:--)?[>＞]`,
  String.raw`${BEFORE}(?:continue|keep) reading${AFTER}`,
  String.raw`${BEFORE}(?:read in app|listen now(?: \(\d+ mins?\))?)${AFTER}`,
  String.raw`${BEFORE}more(?: →| »|…(?= *$))`,
  String.raw`(?:点击(?:这里|此处|下方|链接)?)?(?:阅读|查看|浏览)(?:全文|更多|原文|全部|剩余(?:部分|\s?\d{1,3}\s?%)|完整内容)|更多(?=\s*[>＞»›→])|(?:继续|繼續)(?:阅读|閱讀)|(?:閱讀|查看)(?:全文|更多)|展开全文|全文阅读|阅读余下内容|了解更多|(?:続きを|もっと)(?:読む|見る)`,
].join('|')
/** What stands beside an invitation and asks or tells nothing about the article either. */
const LEFTOVER = [
  String.raw`${BEFORE}(?:\d{1,6}|no|one|leave a|post a|view|add a) (?:comments?|replies|reply|likes?|shares?)${AFTER}(?: so far)?`,
  String.raw`${BEFORE}(?:comments?(?: \(\d+\)| off|: ?\d+)?|share(?: this)?|subscribe(?: now)?|permalink|like|upgrade to paid)${AFTER}`,
  String.raw`\d{1,6} ?(?:条|則|则|个|篇)?(?:评论|评论数|回复|评|留言|赞|阅读|迴響)|(?:评论|留言|阅读|点赞|浏览|查看评论)(?:数|量)?\s*[:：(（]?\s*\d{1,7}[)）]?|(?:查看|发表|暂无|添加)评论|原文(?:链接|地址|網址|网址|出处)?\s*[:：]?\s*(?:https?:\/\/[!-~]{1,300})?|(?:全文|本文|文章)(?:链接|地址)\s*[:：]?\s*(?:https?:\/\/[!-~]{1,300})?|点赞|在看|分享`,
].join('|')
/** What stands at the end of a page rather than of a text. */
const PAGE_END = [
  String.raw`${BEFORE}(?:\d{1,6} (?:responses?|views?|reads?|min(?:ute)? read)|(?:filed under|tagged(?: with)?|tags?|categor(?:y|ies)|posted in|topics?)\s?[:：] ?[^\n.。]{1,120}|share this ?:[^\n]{0,80}|(?:like this ?: ?)?like loading|advertisements?|related ?:)`,
  String.raw`[（(【—–-]{1,3}\s*(?:全文完|本文完|完|未完待续|待续|end|fin)\s*[）)】—–-]{1,3}`,
  String.raw`[(（]\d{1,6}[)）]\s*(?:评论|留言|阅读|赞)|posted @ [^\n]{0,80}|(?:转载|轉載)(?:请|請)(?:注明|註明|保留|联系)[^\n。]{0,80}|未经.{0,16}(?:不得|禁止|请勿|谢绝)转载|(?:本文|原文|文章|此文)(?:首发于?|转载?自|来自|来源|链接|地址|出处)\s*[:：于自]?[^\n。]{1,80}|喜欢此内容的人还喜欢|(?:长按|扫描|识别|扫一扫).{0,12}(?:二维码|关注)[^\n。]{0,20}|微信扫一扫[^\n。]{0,20}|(?:欢迎)?关注.{0,12}公众号[^\n。]{0,20}|(?:阅读|赞|在看|评论)\s\d[\d.]*\s?[万千]?`,
].join('|')
const SIGNS = String.raw`[\s.…·|•:：»›→>↓)\]）】”"’。,，]`
const OPENING = String.raw`[\s(（[【“"«<＜>＞→↓|·•]`
/** The title that `Continue reading` may name. */
const NAMED = String.raw`(?:(?<=reading|继续阅读|繼續閱讀) *(?:“[^”\n]{1,120}”|"[^"\n]{1,120}"|《[^》\n]{1,120}》|[^\n.。!?！？]{1,120}?[→»›]|[^\n.。!?！？]{1,120}(?=[.\s]*$)))?`

/**
 * A short trailer at the end of a text, as a sentence of its own: after a stop, on a line of its own, or with a capital. An
 * invitation may name what it invites to.
 */
const lastOne = [
  new RegExp(
    String.raw`(?:^|(?<=[.…!?。！？;；”"’)）\]】»›→>|\n]\s*)|(?<=\p{Script=Han}\s+))${OPENING}*(?:(?<invitation>(?:${INVITATION})${NAMED}(?:[^\p{L}\p{N}\n]{0,3}(?:(?:about|on|at|in|from|with|via|of) [^\n!?。！？]{1,80}?|[\p{L}\p{N} .-]{0,12})[→»›]?)?)|(?:${LEFTOVER}|${PAGE_END})(?:\s{0,3}(?:${LEFTOVER}|${PAGE_END}|${INVITATION})){0,6})${SIGNS}*$`,
    'iu',
  ),
  /(?<= )(?:(?<invitation>(?:Read|See|Learn) [Mm]ore|Continue [Rr]eading|Keep [Rr]eading|READ MORE)|\d{1,5} Comments?|Comments|Share|Subscribe|Leave a [Cc]omment)[\s.…»›→>]*$/u,
  /[(（[](?<invitation>[Mm]ore)(?:…|\.{3})?[)）\]]\s*$/u,
  /(?<=\p{Script=Han})(?<![请要去再来能可])(?<invitation>点?击?(?:阅读|查看|展开)全文)[\s.…»›→>）)\]】]*$/u,
]
/** Longer than every short trailer with its name. */
const LAST_CHARACTERS = 300
/** Trailers in a row that are dropped from the end. */
const MOST_TRAILERS = 12

/** What is a trailer wherever it stands. */
const certain: readonly RegExp[] = [
  // WordPress and its feeds, in the languages that its plug-ins print.
  new RegExp(
    String.raw`${BEFORE}(?:The|This) (?:post|article|entry|story) [^\n]{0,200}?(?:first appeared|appeared first) (?:on|at|in) [^\n]{1,100}?${END}`,
    'gu',
  ),
  new RegExp(
    String.raw`(?:(?:这篇|這篇|该|此)?(?:文章|博文|帖子)\s*|[《〈“「])[^\n。]{1,120}?(?:最先|首先|最早|首次|最初)(?:出现|出現|发布|發佈|发表|發表|刊登)(?:在|于|於|自)[^\n。]{1,80}?(?:。|(?=\s*\n)|\s*$)`,
    'gu',
  ),
  new RegExp(
    String.raw`(?:Der Beitrag|L['’]article|La entrada|O post|Il post|Het bericht|Сообщение) [^\n]{1,200}? (?:erschien zuerst auf|est apparu en premier sur|(?:se publicó primero|apareció primero) en|apareceu primeiro em|proviene da|verscheen eerst op|появились сначала на) [^\n]{1,100}?${END}|投稿[^\n。]{1,120}?は[^\n。]{1,80}?に最初に表示されました。?`,
    'gu',
  ),
  /(?:This|The) (?:article|post|story|piece|essay|entry) (?:was |is |has been )?(?:first |originally |cross-?|re-?)(?:appeared|published|posted)(?: (?:in|on|at|by|from) [^\n]{1,120}?)?(?:[.。](?=\s|$)|(?=\s*\n)|\s*$)/gu,
  // Medium, whose trailer begins with the article's title.
  /(?: was)? originally published (?:in|on) [^\n]{1,120}? on Medium(?:, where people are continuing the conversation[^\n.]{0,80})?(?:\.|(?=\s*\n)|\s*$)/gu,
  /(?<=^|\n|[.!?。！？…”"] {0,2})[Oo]riginally (?:published|posted) (?:at|on|in) [^\n]{1,100}?(?:[.。](?=\s|$)|(?=\s*\n)|\s*$)/gu,
  / appeared first on \p{Lu}[^\n,]{0,80}?(?:\.(?=\s|$)|(?=\s*\n)|\s*$)/gu,
  /(?:文章|博文)?《[^》\n]{1,80}》(?:首发|最早发表|最先发表)(?:于|在)[^\n。]{1,60}(?:。|(?=\s*\n)|\s*$)/gu,
  /This entry was posted (?:in|on|by) [^\n]{0,200}?(?:[Bb]ookmark the permalink\.?|(?=\s*\n)|\s*$)/gu,
  // Substack and Ghost.
  /Thanks for reading[^\n]{0,100}?! (?:Subscribe|Sign up|This post)[^\n.!]{0,120}[.!]?/gu,
  /This post is (?:public so feel free to share it|(?:only )?for (?:paying |paid )?(?:subscribers|members)(?: only)?)\.?/gu,
  / is a reader-supported publication\.(?: To receive new posts[^\n.]{0,120}\.)?/gu,
  /(?:特别声明|特別聲明|免责声明)\s*[:：][^\n]{0,240}(?:\n|$)|微信搜索[^\n。]{0,60}(?:。|(?=\n)|$)|举报[/／]反馈/gu,
  // CSDN, WeChat and those who copy from them.
  /(?:版权声明|版權聲明)\s*[:：]?\s*[^\n]{0,240}(?:\n|$)/gu,
  /本文为[^\n。，]{0,40}原创(?:文章|作品)[^\n。！]{0,120}[。！]?/gu,
  // The mark of a cut, and what one would read the rest by.
  new RegExp(
    String.raw`(?<=…|\.\.\.|\[…\]|\[\.\.\.\])\s*${OPENING}*(?:(?:${INVITATION})${NAMED}[\s»›→>)\]】.]*){1,6}`,
    'giu',
  ),
]
/** Those of them that begin in the middle of their sentence. */
const beginsBefore = /^ ?(?:was originally|appeared first|originally published|is a reader)/

/** Where the sentence begins that a trailer ends. */
function sentenceStart(text: string, end: number): number {
  const before = text.slice(Math.max(0, end - LAST_CHARACTERS), end)
  return end - (/[^\n.!?。！？]*$/u.exec(before)?.[0].trimStart().length ?? 0)
}

/** The trailers that stand for themselves wherever they are in a text, in order, none within another. */
export function findTrailers(text: string): readonly Span[] {
  const found = certain.flatMap(pattern =>
    [...text.matchAll(pattern)].map(({ index, 0: trailer }): Span => [
      beginsBefore.test(trailer) ? sentenceStart(text, index) : index,
      index + trailer.length,
    ]),
  )
  const spans: Span[] = []
  for (const [start, end] of found.toSorted((a, b) => a[0] - b[0])) {
    const last = spans.at(-1)
    if (last && start < last[1]) spans[spans.length - 1] = [last[0], Math.max(last[1], end)]
    else spans.push([start, end])
  }
  return spans
}

/** A text without its trailers, and whether one of them invited to read the rest of it. */
export interface TrailerCut {
  readonly text: string
  readonly isInvited: boolean
}

/**
 * Drops the trailers of a feed's text: those that stand for themselves wherever they are, short ones (`Read more »`, `12 comments`, 阅读全文)
 * at the end, however many. What is left is the text's own, blanks at its ends trimmed; a cut-off beginning keeps its `…`.
 */
export function cutTrailers(whole: string): TrailerCut {
  let text = ''
  let from = 0
  for (const [start, end] of findTrailers(whole)) {
    text += `${whole.slice(from, start).trimEnd()} `
    from = end
  }
  text = `${text}${whole.slice(from).trimStart()}`.trim()
  let isInvited = isInvitedWithin(whole)
  for (let i = 0; i < MOST_TRAILERS; i++) {
    const tail = text.slice(-LAST_CHARACTERS)
    const match = lastOne.map(pattern => pattern.exec(tail)).find(found => found !== null)
    if (!match) break
    isInvited ||= match.groups?.['invitation'] !== undefined
    const kept = text.slice(0, text.length - tail.length + match.index).trimEnd()
    // The mark of a cut is the text's own; so is the full stop of its last sentence.
    const mark = /^\s*(?:…|\.{3}|\[…\]|\[\.{3}\])/.exec(tail.slice(match.index))?.[0] ?? ''
    text = `${kept}${mark.trim()}`
  }
  return { text, isInvited }
}

const cutAndInvited = new RegExp(String.raw`(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*${OPENING}*(?:${INVITATION})`, 'iu')
/** An invitation this near the end speaks of the text, whatever was printed after it. */
const NEAR_END = 600

function isInvitedWithin(text: string): boolean {
  return cutAndInvited.test(text.slice(-NEAR_END))
}
