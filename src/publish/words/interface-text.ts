// Every word of the interface, in Chinese and English, and the dates and counts around them. Templates get the plain words as `words`.
import { formatDate } from '../../core/date-words.ts'
import type { CivilDate, InterfaceLanguage } from '../../core/types.ts'
import { chineseSitePageWords, sitePageWords } from './site-page-words.ts'

const english = {
  ...sitePageWords,
  allIssues: 'All issues',
  emailSubscribe: 'Email',
  skipToContent: 'Skip to the content',
  navigation: 'Site',
  contents: 'Contents',
  pdf: 'PDF',
  permalink: 'Link to this story',
  alsoCoveredBy: 'also covered by',
  byModel: 'summary by a language model',
  foreword: 'Foreword',
  note: 'Curator’s note',
  otherStories: 'More',
  readMore: 'Read the issue',
  readOn: 'Read on',
  footnotes: 'Footnotes',
  backToText: 'Back to the text',
  olderPost: 'Older post',
  newerPost: 'Newer post',
  pages: 'Pages',
  newer: 'Newer issues',
  older: 'Older issues',
  olderIssue: 'Older issue',
  newerIssue: 'Newer issue',
  noIssues: 'The first issue is being put together.',
  feedsLabel: 'Feeds',
  feedOfIssues: 'Issues',
  feedOfStories: 'Single stories',
  notFound: 'No such page',
  notFoundText: 'There is nothing at this address. It may be in the list of all issues.',
  subscribe: 'Subscribe',
  subscribeTitle: 'Get it by email',
  subscribeText: 'One mail a week, and one click to leave. Your address is used for nothing else.',
  emailAddress: 'Email address',
  leaveEmpty: 'Leave this field empty',
  language: 'Language',
  checkMailTitle: 'Check your mail',
  checkMailText: 'We have sent you a link. Once you open it and confirm, the next issue comes to you.',
  checkMailHint: 'Nothing after ten minutes? Look into the spam folder, or try again tomorrow.',
  confirmTitle: 'Confirm your subscription',
  confirmText: 'Press the button to get the weekly issue by email.',
  confirm: 'Confirm',
  confirmedTitle: 'You are subscribed',
  confirmedText: 'Thank you. The next issue will come to your mailbox.',
  unsubscribeTitle: 'Unsubscribe',
  unsubscribeText: 'Press the button and no more mail will come.',
  unsubscribe: 'Unsubscribe',
  unsubscribedTitle: 'You are unsubscribed',
  unsubscribedText: 'No more mail will come. You can still read every issue here.',
  invalidLinkTitle: 'This link does not work',
  invalidLinkText: 'It may be incomplete: please copy the whole link from the mail, or subscribe again.',
  preferencesTitle: 'Preferences',
  cadence: 'How often',
  weekly: 'Each week',
  monthly: 'Once a month, the best of it',
  sectionsWanted: 'Sections you want',
  sectionsHint: 'Sections without a tick are left out of your mail.',
  save: 'Save',
  saved: 'Saved.',
  topPick: 'Top pick',
  inBrief: 'In brief',
  readOnTheWeb: 'Read on the web',
  preferences: 'Preferences',
  archive: 'Archive',
  whyYouGetThis: 'You get this mail because you subscribed, and confirmed it on @@CONFIRMED_DATE@@.',
  confirmMailText:
    'Somebody, most likely you, asked for this weekly reading list by email. To confirm, open this link:',
  confirmMailIgnore: 'If it was not you, do nothing: no further mail will come.',
  fullStop: '.',
  title: 'title',
  summary: 'summary',
  points: 'points',
  noteField: 'note',
  testMark: '[Test]',
  feedNotice: 'This is a feed. Copy its address into a feed reader to follow the list.',
}

/** The plain words of one interface language. */
export type Words = Readonly<Record<keyof typeof english, string>>

const chinese: Words = {
  ...chineseSitePageWords,
  allIssues: '所有期刊',
  emailSubscribe: '邮件订阅',
  skipToContent: '跳到正文',
  navigation: '网站',
  contents: '目录',
  pdf: 'PDF',
  permalink: '本条链接',
  alsoCoveredBy: '另见',
  byModel: '摘要由语言模型撰写',
  foreword: '题记',
  note: '编者按',
  otherStories: '其他',
  readMore: '阅读本期',
  readOn: '继续阅读',
  footnotes: '脚注',
  backToText: '回到正文',
  olderPost: '上一篇',
  newerPost: '下一篇',
  pages: '分页',
  newer: '较新的期刊',
  older: '较早的期刊',
  olderIssue: '上一期',
  newerIssue: '下一期',
  noIssues: '第一期正在编辑中。',
  feedsLabel: '订阅源',
  feedOfIssues: '各期',
  feedOfStories: '单条文章',
  notFound: '没有这个页面',
  notFoundText: '这个地址没有内容，也许可以在所有期刊里找到。',
  subscribe: '订阅',
  subscribeTitle: '邮件订阅',
  subscribeText: '每周一封，一键退订。您的地址不作他用。',
  emailAddress: '邮箱地址',
  leaveEmpty: '此栏请留空',
  language: '语言',
  checkMailTitle: '请查收邮件',
  checkMailText: '我们给您发送了一个链接。打开并确认之后，下一期就会寄给您。',
  checkMailHint: '十分钟后仍未收到？请查看垃圾邮件，或明天再试。',
  confirmTitle: '确认订阅',
  confirmText: '按下按钮，即可通过邮件收到每周一期。',
  confirm: '确认',
  confirmedTitle: '订阅成功',
  confirmedText: '谢谢！下一期会寄到您的邮箱。',
  unsubscribeTitle: '退订',
  unsubscribeText: '按下按钮，就不会再收到邮件。',
  unsubscribe: '退订',
  unsubscribedTitle: '已退订',
  unsubscribedText: '不会再有邮件寄来。您仍可在这里阅读每一期。',
  invalidLinkTitle: '链接无效',
  invalidLinkText: '链接可能不完整：请从邮件中复制完整的链接，或重新订阅。',
  preferencesTitle: '订阅设置',
  cadence: '频率',
  weekly: '每周一期',
  monthly: '每月一封精选',
  sectionsWanted: '想读的栏目',
  sectionsHint: '未勾选的栏目不会出现在您的邮件里。',
  save: '保存',
  saved: '已保存。',
  topPick: '本期推荐',
  inBrief: '简讯',
  readOnTheWeb: '在网页上阅读',
  preferences: '订阅设置',
  archive: '往期',
  whyYouGetThis: '您收到这封邮件，是因为您订阅了本列表，并于@@CONFIRMED_DATE@@确认。',
  confirmMailText: '有人（很可能是您）申请通过邮件订阅这份每周阅读清单。请打开以下链接确认：',
  confirmMailIgnore: '如果不是您本人，无需理会：不会再有邮件寄来。',
  fullStop: '。',
  title: '标题',
  summary: '摘要',
  points: '要点',
  noteField: '编者按',
  testMark: '【测试】',
  feedNotice: '这是一个订阅源。将它的地址复制到阅读器中，即可订阅。',
}

const wordsByLanguage: Readonly<Record<InterfaceLanguage, Words>> = { 'zh-CN': chinese, en: english }

/** Names of the interface languages in themselves, as the forms offer them. */
export const languageNames: Readonly<Record<InterfaceLanguage, string>> = { 'zh-CN': '中文', en: 'English' }

/** Name of any language in itself, `中文`; null for null and for tags that Intl does not know. */
export function languageName(language: string | null): string | null {
  if (language === null) return null
  const known = languageNamesByTag.get(language)
  if (known !== undefined) return known
  const name = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' }).of(language) ?? null
  languageNamesByTag.set(language, name)
  return name
}

const languageNamesByTag = new Map<string, string | null>()

/** The words of an interface language. */
export function wordsOf(language: InterfaceLanguage): Words {
  return wordsByLanguage[language]
}

/** `18 stories`. */
export function storyCount(count: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `${count} 篇` : `${count} ${count === 1 ? 'story' : 'stories'}`
}

/** `3 posts`, of the curator's own. */
export function postCount(count: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `${count} 篇` : `${count} ${count === 1 ? 'post' : 'posts'}`
}

/** `Tag: Kubernetes`, which a section may be called too. */
export function tagName(title: string, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `标签：${title}` : `Tag: ${title}`
}

/** `47 issues`. */
export function issueCount(count: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `${count} 期` : `${count} ${count === 1 ? 'issue' : 'issues'}`
}

/** `since Dec 8, 2016`. */
export function since(date: CivilDate, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `自 ${formatDate(date, language)}起` : `since ${formatDate(date, language)}`
}

/** `18 links`, as the head of the mail counts them. */
export function linkCount(count: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `${count} 条链接` : `${count} ${count === 1 ? 'link' : 'links'}`
}

/** `7 min`; half minutes are rounded and nothing takes less than one. */
export function readingTime(minutes: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `${wholeMinutes(minutes)} 分钟` : `${wholeMinutes(minutes)} min`
}

/** `about 95 min`. */
export function aboutReadingTime(minutes: number, language: InterfaceLanguage): string {
  return `${language === 'zh-CN' ? '约 ' : 'about '}${readingTime(minutes, language)}`
}

function wholeMinutes(minutes: number): number {
  return Math.max(1, Math.round(minutes))
}

/** `12 more on the web`. */
export function moreOnTheWeb(count: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `网页上还有 ${count} 条` : `${count} more on the web`
}

/** `No. 47`. */
export function issueNumber(number: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `第 ${number} 期` : `No. ${number}`
}

/** `No. 44–47`. */
export function issueNumbers(first: number, last: number, language: InterfaceLanguage): string {
  if (first === last) return issueNumber(first, language)
  return language === 'zh-CN' ? `第 ${first}–${last} 期` : `No. ${first}–${last}`
}

/** Year of a heading in the index: `2016`, `2016年`. */
export function yearHeading(year: string, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `${year}年` : year
}

/** Title of one page of the index: `Weekly reading list, page 2`. */
export function indexTitle(siteTitle: string, page: number, language: InterfaceLanguage): string {
  if (page === 1) return siteTitle
  return language === 'zh-CN' ? `${siteTitle} · 第 ${page} 页` : `${siteTitle}, page ${page}`
}

/** The list's name and the number, as an issue is called in running text: `Weekly reading list #47`. */
export function issueName(siteTitle: string, number: number, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `${siteTitle} 第 ${number} 期` : `${siteTitle} #${number}`
}

/** The full title of an issue, for sealing: `Weekly reading list #47 · Dec 8, 2016`, `每周阅读清单 第 47 期 · 2016年12月8日`. */
export function issueTitle(siteTitle: string, number: number, date: CivilDate, language: InterfaceLanguage): string {
  return `${issueName(siteTitle, number, language)} · ${formatDate(date, language)}`
}

/** The day of a post's last correction: `updated Dec 12, 2016`, `更新于2016年12月12日`. */
export function updatedOn(day: string, language: InterfaceLanguage): string {
  return language === 'zh-CN' ? `更新于${day}` : `updated ${day}`
}

/**
 * What was corrected in a story, when, and what was wrong: `Corrected on Dec 12, 2016: title, summary. The figure was wrong.`,
 * `更正（2016年12月12日）：标题、摘要。数字有误。`
 */
export function correction(
  day: string,
  fields: readonly string[],
  reasons: readonly string[],
  language: InterfaceLanguage,
): string {
  const isChinese = language === 'zh-CN'
  const what = isChinese ? `更正（${day}）：${fields.join('、')}` : `Corrected on ${day}: ${fields.join(', ')}`
  const why = reasons.join(isChinese ? '；' : '; ')
  if (why === '') return what
  return isChinese ? `${what}。${why}` : `${what}. ${why}`
}
