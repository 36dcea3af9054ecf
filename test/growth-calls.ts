// How the growth test calls functions that take more than one text, and why it does not call some.
import { withPictures } from '../src/adopt/list-words.ts'
import { trimPost } from '../src/adopt/trim-post.ts'
import { parseCount, readCommentsElement } from '../src/collect/discussion.ts'
import { readRateLimit } from '../src/collect/repository/ask-issues.ts'
import { readClickTarget } from '../src/collect/newsletters/click-links.ts'
import { mayBeOurs, proveSender, recipientsOf } from '../src/collect/newsletters/judge-letter.ts'
import { readMemory } from '../src/collect/newsletters/mailbox-memory.ts'
import { isPersonalAddress } from '../src/collect/newsletters/personal-link.ts'
import { isTitleSegment, judgeHeadline } from '../src/collect/newsletters/headline.ts'
import { redact } from '../src/collect/newsletters/redact.ts'
import { readNewsletter } from '../src/collect/newsletters/read-newsletter.ts'
import { settleLink } from '../src/collect/newsletters/settle-link.ts'
import { findOtherScript } from '../src/core/chinese-script.ts'
import type { Letter, LetterRules } from '../src/core/letter.ts'
import { decideKeep } from '../src/collect/rules.ts'
import { feedsOfPlatform } from '../src/collect/discovery/feed-habits.ts'
import { discoverFeeds } from '../src/collect/discovery/discover.ts'
import { mendText } from '../src/collect/feeds/mend-text.ts'
import { parseFeed } from '../src/collect/feeds/parse-feed.ts'
import { openPage } from '../src/collect/pages/evaluate-xpath.ts'
import { parseXPath } from '../src/collect/pages/parse-xpath.ts'
import { pickText, selectFrom } from '../src/collect/pages/page-selectors.ts'
import { readPageList } from '../src/collect/pages/page-list.ts'
import { readTranscript } from '../src/extract/transcript.ts'
import { readJsonList } from '../src/collect/json/read-json-list.ts'
import { parseSitemap } from '../src/collect/sitemaps/parse-sitemap.ts'
import { sourceOf } from '../src/core/written-words.ts'
import { findNearDuplicates } from '../src/curate/deduplicate.ts'
import { glanceAt } from '../src/curate/glance.ts'
import { countPhrases } from '../src/curate/key-phrases.ts'
import { readTerms } from '../src/curate/terms.ts'
import { answerNow } from '../src/curate/texts.ts'
import { leafBlocks, linkShare } from '../src/extract/body/blocks.ts'
import { cleanArticle } from '../src/extract/body/clean.ts'
import { rateOtherText } from '../src/extract/body/confidence.ts'
import { joinDropCaps } from '../src/extract/body/drop-caps.ts'
import { findWall } from '../src/extract/body/find-wall.ts'
import { codeOf, textOfMarkup } from '../src/extract/body/html-text.ts'
import { extractArticle } from '../src/extract/extract-article.ts'
import { findLonePdf, findStatedPdf } from '../src/extract/facts/beside-pdf.ts'
import { readLinkedArticle } from '../src/extract/facts/linked-data.ts'
import { readMetadata } from '../src/extract/facts/metadata.ts'
import { readDateline } from '../src/extract/facts/dateline.ts'
import { readByline } from '../src/extract/facts/page-byline.ts'
import { readTitle } from '../src/extract/facts/page-title.ts'
import { isAlone } from '../src/extract/facts/pdf-names.ts'
import { readPrintedText } from '../src/extract/facts/printed-text.ts'
import { findShownTitle } from '../src/extract/facts/shown-title.ts'
import { readWeChat } from '../src/extract/facts/wechat.ts'
import { decodeText } from '../src/formats/charset.ts'
import { decodeAs } from '../src/formats/encodings.ts'
import { type Markup, type MarkupNode, parseMarkup, rootOf, wrapNodes } from '../src/formats/markup.ts'
import { findElements } from '../src/formats/select.ts'
import { splitSentences } from '../src/core/sentences.ts'
import type { Instant } from '../src/core/types.ts'
import { hrefsOf } from '../src/core/url.ts'
import { linksOfArticle } from '../src/curate/tellings.ts'
import { cutToLead, joinSentences } from '../src/extract/summary/lead.ts'
import { speaksToAsker } from '../src/extract/translation/answer-talk.ts'
import { turnsDirection } from '../src/extract/translation/directions.ts'
import { hasForeignPunctuation, levelPunctuation } from '../src/extract/translation/level-punctuation.ts'
import { findOtherDenial } from '../src/extract/translation/negations.ts'
import { levelChinese } from '../src/extract/translation/level-chinese.ts'
import { weigh } from '../src/extract/summary/weigh-sentences.ts'
import { readFreshnessMinutes } from '../src/net/freshness.ts'
import { fillHidden, maskHidden } from '../src/net/hidden-values.ts'
import { followRedirect } from '../src/net/redirects.ts'
import { parseRetryAfter } from '../src/net/retry-after.ts'
import { findRobotsRule, parseRobots } from '../src/net/robots.ts'
import type { Call } from './find-growth.ts'

const now = '2026-11-28T00:00:00.000Z' as Instant
const url = 'https://a.example/2016/walls'
const weChat = 'https://mp.weixin.qq.com/s/AbCdEfGh12'
const about = { url, baseUrl: url, title: 'Walls between containers', linkedText: '', feedText: '' }
const anyLetter: LetterRules = { to: [], from: [], list: null, mode: 'links', clickHosts: [], server: null }
/** A letter with the text in each of its places. */
const aLetter = (text: string): Letter => ({
  ...{ messageId: text, from: { address: 'a@b.example', name: text }, recipients: ['me@a.example'], subject: text },
  ...{ date: now, listId: null, commands: [], authentication: [], attachments: 0, inner: null },
  ...{ html: `<p>${text}</p><a href="https://a.example/${text}">${text}</a>`, text },
})
/** The text in the places of a page from which it is read. */
const pageOf = (text: string): string =>
  `<html><head><title>${text}</title><meta name="author" content="${text}"><script>${text}</script></head><body><h1>${text}</h1><div class="byline">${text}</div><p>${text}</p><a href="/a.pdf">${text}</a></body></html>`
const onPage =
  (read: ($: Markup, text: string) => unknown): Call =>
  text =>
    read(parseMarkup(pageOf(text)), text)
const rssOf = (text: string): string =>
  `<rss version="2.0"><channel><title>${text}</title><item><title>${text}</title><link>${text}</link><author>${text}</author><pubDate>${text}</pubDate><description>${text}</description></item></channel></rss>`
const told = (text: string) => ({ title: text.slice(0, 500), text })

/** By `room/file.ts name`. */
export const calls: Readonly<Record<string, Call>> = {
  'adopt/list-words.ts withPictures': text => withPictures(text, new Map()),
  'adopt/trim-post.ts trimPost': text => trimPost(`<h2>Related</h2><p>${text}</p>`, { title: text.slice(0, 500), url }),
  'core/written-words.ts sourceOf': text => sourceOf(text, undefined),
  'collect/discussion.ts parseCount': text => parseCount(text),
  'collect/discussion.ts readCommentsElement': text => readCommentsElement(text, 30),
  'collect/discovery/discover.ts discoverFeeds': text => discoverFeeds(Buffer.from(pageOf(text)), { url }),
  'collect/discovery/feed-habits.ts feedsOfPlatform': text =>
    feedsOfPlatform(new URL(`https://a.example/${text}`), text),
  'collect/feeds/mend-text.ts mendText': text => mendText({ text, encoding: 'utf-8' }, Buffer.from(text)),
  'collect/feeds/parse-feed.ts parseFeed': text => parseFeed(Buffer.from(rssOf(text)), { url }),
  'collect/pages/evaluate-xpath.ts openPage': text => {
    const { ask, root } = openPage(parseMarkup(pageOf(text)))
    return ask(parseXPath('//a[contains(., "x")]/following-sibling::*[1] | //p[last()]'), root)
  },
  'collect/pages/page-selectors.ts selectFrom': text => selectFrom(parseMarkup(pageOf(text))).markup,
  'collect/pages/page-selectors.ts pickText': text => {
    const page = selectFrom(parseMarkup(pageOf(text)))
    return pickText(page, page.markup('body'), parseXPath('normalize-space(.//p)'))
  },
  'collect/pages/page-list.ts readPageList': text => readPageList(Buffer.from(pageOf(text)), { url }, null),
  'collect/newsletters/click-links.ts readClickTarget': text =>
    readClickTarget(`https://click.pstmrk.it/3s/${text}?p=${text}`, true),
  'collect/newsletters/judge-letter.ts recipientsOf': text => recipientsOf([['to', text]]),
  'collect/newsletters/judge-letter.ts mayBeOurs': text =>
    mayBeOurs(Buffer.from(`To: ${text}\r\nFrom: ${text}`), { ...anyLetter, to: ['a@a.example'], from: ['@b.example'] }),
  'collect/newsletters/judge-letter.ts proveSender': text =>
    proveSender({ from: aLetter(text).from, authentication: [`mx; ${text}`] }, null),
  'collect/newsletters/mailbox-memory.ts readMemory': text => readMemory(text, now),
  'collect/newsletters/personal-link.ts isPersonalAddress': text =>
    isPersonalAddress(`https://a.example/${text}?${text}`, { readers: ['me@a.example'], commands: new Set() }),
  'collect/newsletters/headline.ts isTitleSegment': text => isTitleSegment(text),
  'collect/newsletters/headline.ts judgeHeadline': text =>
    judgeHeadline(text, `https://a.example/${text}`, { home: '', mailers: new Set(), clickHosts: [] }),
  'collect/newsletters/redact.ts redact': text => redact(text, ['me@a.example']),
  'collect/newsletters/read-newsletter.ts readNewsletter': text => readNewsletter(aLetter(text), { listId: 'own' }),
  'collect/newsletters/settle-link.ts settleLink': text =>
    settleLink(`https://click.a.example/${text}?u=${text}`, {
      ...{ readers: ['me@a.example'], commands: new Set<string>(), clickHosts: ['a.example'], ownHost: 'own.example' },
    }),
  'collect/rules.ts decideKeep': text => decideKeep(told(text), { include: ['wall'], exclude: ['/a+b/'] }),
  'curate/deduplicate.ts findNearDuplicates': text =>
    findNearDuplicates(
      2,
      () => text,
      () => true,
    ),
  'curate/glance.ts glanceAt': text => answerNow(glanceAt([{ number: 0, title: text }]), () => ({ text, links: [] })),
  'curate/key-phrases.ts countPhrases': text => countPhrases(told(text)),
  'curate/terms.ts readTerms': text => readTerms(told(text)),
  'extract/body/blocks.ts leafBlocks': onPage($ => leafBlocks($)),
  'extract/body/blocks.ts linkShare': onPage($ => linkShare($.root().get(0) as MarkupNode)),
  'extract/body/clean.ts cleanArticle': text => cleanArticle(pageOf(text), about),
  'extract/body/confidence.ts rateOtherText': text => rateOtherText('feed', text),
  'extract/body/drop-caps.ts joinDropCaps': onPage($ => {
    joinDropCaps($)
  }),
  'extract/body/find-wall.ts findWall': text =>
    findWall({ titles: [text], text, printed: text, isChallenge: true, shared: null }),
  'extract/body/html-text.ts codeOf': text => codeOf(parseMarkup(`<pre>${pageOf(text)}</pre>`)),
  'extract/body/html-text.ts textOfMarkup': text => textOfMarkup(parseMarkup(pageOf(text)), pageOf(text)),
  'formats/markup.ts rootOf': onPage($ => rootOf($)),
  'formats/markup.ts wrapNodes': onPage($ => {
    wrapNodes([...rootOf($).children], 'div')
  }),
  'formats/select.ts findElements': onPage($ => findElements($, () => true)),
  'extract/extract-article.ts extractArticle': text =>
    extractArticle(pageOf(text), { url, feedText: text.slice(0, 2_000) }),
  'extract/facts/beside-pdf.ts findStatedPdf': onPage($ => findStatedPdf($, about)),
  'curate/tellings.ts linksOfArticle': text =>
    linksOfArticle({ hrefs: hrefsOf(`${text}<a href="${text}">${text}</a>`), url: null }, null),
  'extract/facts/beside-pdf.ts findLonePdf': onPage($ => findLonePdf($, about)),
  'extract/facts/linked-data.ts readLinkedArticle': text =>
    readLinkedArticle(parseMarkup(`<script type="application/ld+json">${text}</script>`)),
  'extract/facts/metadata.ts readMetadata': onPage($ => readMetadata($, url, null)),
  'extract/facts/dateline.ts readDateline': text =>
    readDateline(`A\n${text}\n${text}, May 8, 2026`, 'A', [text.slice(0, 300)]),
  'extract/facts/page-byline.ts readByline': onPage(($, text) =>
    readByline($, { authors: [text], printed: text, siteNames: [text], besideDate: [text] }),
  ),
  'extract/facts/page-title.ts readTitle': onPage(($, text) =>
    readTitle($, { headline: text, printed: text, siteName: text, host: 'a.example' }),
  ),
  'extract/facts/pdf-names.ts isAlone': text =>
    isAlone({ name: text.slice(0, 300), line: text.slice(0, 120), isOwnSite: true }),
  'extract/facts/printed-text.ts readPrintedText': onPage($ => readPrintedText($)),
  'extract/facts/shown-title.ts findShownTitle': onPage(($, text) => findShownTitle($, text)),
  'extract/summary/lead.ts cutToLead': text => cutToLead(text, true),
  'extract/summary/lead.ts joinSentences': text => joinSentences(weigh(splitSentences(text), ''), text),
  'extract/summary/weigh-sentences.ts weigh': text => weigh(splitSentences(text), text.slice(0, 300)),
  'extract/transcript.ts readTranscript': text =>
    readTranscript(Buffer.from(`WEBVTT\n\n00:01.000 --> 00:02.000\n${text}`), null),
  'formats/charset.ts decodeText': text => decodeText(Buffer.from(text), { kind: 'html' }),
  'formats/encodings.ts decodeAs': text => decodeAs('gb18030', Buffer.from(text)),
  'collect/repository/ask-issues.ts readRateLimit': text =>
    readRateLimit({ status: 403, headers: { 'retry-after': text, 'x-ratelimit-reset': text } }, now),
  'collect/json/read-json-list.ts readJsonList': text =>
    readJsonList(
      Buffer.from(JSON.stringify({ list: [{ title: text, url: `/${text}`, day: text, text }] })),
      { url },
      { item: 'list', link: 'url | https://a.example/{title}', date: 'day', summary: 'text' },
    ),
  'collect/sitemaps/parse-sitemap.ts parseSitemap': text =>
    parseSitemap(Buffer.from(`<urlset><url><loc>${text}</loc><title>${text}</title></url>${text}`), { url }),
  'net/freshness.ts readFreshnessMinutes': text => readFreshnessMinutes({ 'cache-control': text, expires: text }, now),
  'net/hidden-values.ts fillHidden': text => fillHidden(text, new Map([['SECRET', 'hushhush']])),
  'net/hidden-values.ts maskHidden': text => maskHidden(text, new Map([['SECRET', 'hushhush']])),
  'net/redirects.ts followRedirect': text => followRedirect(new URL(url), 301, text, [], 5),
  'net/retry-after.ts parseRetryAfter': text => parseRetryAfter({ 'retry-after': text }, now),
  'net/robots.ts findRobotsRule': text => findRobotsRule(parseRobots(`user-agent: *\ndisallow: /${text}`), `/${text}`),
  'extract/translation/answer-talk.ts speaksToAsker': text => speaksToAsker('', text),
  'extract/translation/directions.ts turnsDirection': text => turnsDirection('from 3 to 5', text),
  'extract/translation/negations.ts findOtherDenial': text => [
    findOtherDenial(text, '', 'zh'),
    findOtherDenial(text, '', 'en'),
  ],
  'core/chinese-script.ts findOtherScript': text => [findOtherScript(text, 'Hant'), findOtherScript('', 'Hans', text)],
  'extract/translation/level-chinese.ts levelChinese': text => levelChinese(text),
  'extract/translation/level-punctuation.ts levelPunctuation': text => [
    levelPunctuation(text, 'zh'),
    levelPunctuation(text, 'en'),
  ],
  'extract/translation/level-punctuation.ts hasForeignPunctuation': text => hasForeignPunctuation(text, 'zh'),
  'extract/facts/wechat.ts readWeChat': onPage($ => readWeChat($, weChat)),
}

const throughFeeds = 'takes a part of a document that parseFeed has read: measured through it'
const ofOperator = 'takes what the operator or the curator wrote, or the program itself'
const throughPages = 'takes a part of a page or of its article: measured through extractArticle and readPageList'

/** Which are not called, and why: one of them, or all whose key matches. */
export const leftOut: readonly (readonly [pattern: string | RegExp, reason: string])[] = [
  [/^store\//, 'text goes to the database as a value and comes back as it was'],
  [/^(?:cli|app|desk|posts)\//, ofOperator],
  [
    /^(?:copies|publish|web)\//,
    'takes an issue, whose texts were capped and measured before it was sealed, or what the curator wrote',
  ],
  ['formats/select.ts compileSelector', ofOperator],
  ['collect/newsletters/open-letter.ts linkRulesOf', 'puts rules beside each other'],
  ['targets/git/issue-file.ts writeIssueFile', 'takes an issue, whose texts were capped before it was sealed'],
  ['targets/bluesky/record.ts makeRecordKey', 'hashes a name of the configuration with a week'],
  [/^targets\/(?:lark|dingtalk)\/.* sign/, 'signs the time with a secret of the operator'],
  ['targets/webhook/sign-webhook.ts signWebhook', 'signs a message that was cut to 20,000 bytes'],
  [/^deliver\/(?!bounces\/)/, 'takes an issue, the configuration, or an answer that was cut to a line'],
  [
    /^collect\/feeds\/(?:element|fields|links|markup|media|people|read-elements|rss|scope|tokenizer|xml-tokenizer|vocabulary)\.ts/,
    throughFeeds,
  ],
  [/^collect\/pages\/(?:find-list|page-address|reading-list|list-blocks)\.ts/, throughPages],
  ['collect/sitemaps/find-news.ts findNews', 'takes addresses that were capped and measured in parseSitemap'],
  ['net/content-codings.ts decodeAtOnce', 'unpacks bytes as they come, within a limit that it is given'],
  ['net/packed-answer.ts packAnswer', 'packs bytes as they come, within the limits of a fetch'],
  [/^collect\/(?:identity|save-visits)/, 'takes items whose texts are capped where they are normalised'],
  [/^core\/(?:date-words|slots|week|zones|mail-marks|words\/\w+)\.ts/, 'takes times and zones of the configuration'],
  ['core/written-words.ts markField', 'takes the name of a field'],
  ['core/log.ts hideSecretFields', 'takes what the program logs: hideSecrets is measured'],
  [
    /^curate\/(?:fold-releases|regroup|order|reasons|section-evidence|vectors)\.ts/,
    'takes words that were told apart before, or links',
  ],
  [/^extract\/body\/(?:find-body|prepare|readable|trim|whole-body)\.ts/, throughPages],
  ['extract/facts/page-title.ts readSiteInTitle', throughPages],
  ['curate/lay-edits.ts findOwn', ofOperator],
  ['curate/lay-translations.ts layTranslation', ofOperator],
  [/^formats\/(?:csv|yaml-file)\.ts (?:renderCsv|parseYaml|checkYaml)/, ofOperator],
  ['deliver/bounces/imap.ts openImap', ofOperator],
  ['deliver/bounces/maildir.ts openMaildir', ofOperator],
  [
    /^net\/(?:content-codings|failures|local-files|request-headers|robots-gate)\.ts (?:createDecoder|describe\w+|fillDates|withoutSecrets|isConditional|createRobotsGate)/,
    'takes what the program made, or hands bytes on as they come',
  ],
  [/^extract\/model\/(?:prompt|language-model)\.ts/, ofOperator],
]
