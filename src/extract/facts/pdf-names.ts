// The words by which a page calls a PDF the article's own, Chinese and English.

const work =
  '(?:article|post|essay|story|page|entry|interview|tutorial|talk|paper|preprint|chapter|presentation|lecture)'
const verb = '(?:download|read|view|get|open|save|print|see)'
const own = [
  // "Download this article", "this post as PDF", "PDF of this article", "slides of this talk"
  `(?:download|save|print|export|get) (?:a |the )?(?:(?:pdf|printable|print)(?: version| copy)? of )?this ${work}`,
  `this ${work} (?:as|in|is available as) (?:a )?pdf`,
  `pdf (?:version |copy )?of this ${work}`,
  `(?:slides?|slide deck|deck|handouts?|presentation) (?:of|for|from|to|accompanying) (?:this|my|the) (?:talk|presentation|lecture|session|keynote)`,
  // "full paper", "full text (PDF)", "PDF version"
  `(?:full|complete|entire) (?:paper|text|article|preprint)(?: pdf)?$`,
  `(?:full|complete)[ -]text pdf`,
  `^(?:${verb} )?(?:the |a )?(?:pdf|printable|print(?:er)?[ -]friendly)[ -](?:version|edition)(?: pdf)?$`,
]
const ownChinese = [
  '本文的?(?:完整版?|全文)?的?(?:pdf|幻灯片?|讲稿|ppt|slides|论文)',
  '(?:下载|保存|打印|导出)本文',
  '(?:下载|查看|阅读)?论文全文|完整论文|全文pdf|pdf全文',
  '本[次场期篇](?:演讲|分享|报告|讲座|文章|论文)的?(?:pdf|幻灯片?|讲稿|ppt|slides)',
  '^(?:下载|查看|阅读)?pdf版本?(?:下载)?$|^(?:打印|印刷)版$',
]
const ownName = new RegExp(own.join('|'), 'i')
const ownChineseName = new RegExp(ownChinese.join('|'), 'i')

/** Whether a link's text says that it leads to this very article, or to the slides of this very talk. */
export function isOwnName(name: string): boolean {
  const words = wordsOf(name)
  return ownName.test(words) || ownChineseName.test(words.replaceAll(' ', ''))
}

const namedPaper = /\bpdf\b|\bpaper\b|论文|全文/i
const namedSlides = /\bslides?\b|\bdownload\b|幻灯|讲稿|下载/i

/** On the page of a talk, by name and address: which link is its paper, and which its slides. */
export const isOwnTalk = {
  paper: (name: string, href: string): boolean => namedPaper.test(name) && !/slides/i.test(href),
  slides: (name: string): boolean => namedSlides.test(name) || namedPaper.test(name),
}

const verbs = `(?:(?:${verb}|查看|下载|阅读) ?)?(?:as |in )?(?:a |the )?`
/** Names of what stands beside an article: those that may be a PDF, by where they may lie. */
const paper = '(?:paper|preprint|论文)(?: ?pdf| ?下载)?'
const slides = '(?:talk |presentation )?(?:slides?|slide deck|幻灯片?|讲稿|ppt|演示文稿)(?: ?pdf| ?下载)?'
const plain = 'pdf(?: file| download| ?下载| ?文件)?|download|下载'
const others =
  'video|videos|recording|code|source code|source|html|poster|bibtex|abstract|demo|dataset|github|epub|视频|录像|代码|源码|示例'
const labels = 'downloads?|resources?|links?|materials?|attachments?|附件|资料|下载'
const anywhereName = new RegExp(`^${verbs}(?:${paper}|${slides})$`, 'i')
const plainName = new RegExp(`^${verbs}(?:${plain})$`, 'i')
const lineWord = new RegExp(`^(?:${verbs}(?:${paper}|${slides}|${plain}|${others})|${labels})$`, 'i')
const SIZE = /\b\d+(?:\.\d+)? ?(?:kb|mb|kib|mib|pages?)\b|\d+ ?页/gi

/** Whether a link says PDF, paper or slides and its line says nothing else. A bare "PDF" must lie on the page's own site. */
export function isAlone(link: { readonly name: string; readonly line: string; readonly isOwnSite: boolean }): boolean {
  const name = wordsOf(link.name)
  if (!anywhereName.test(name) && !(link.isOwnSite && plainName.test(name))) return false
  return link.line
    .replace(SIZE, ' ')
    .split(/[|/·•,，、:：;；&]|\s{2,}|\s[-–—]\s|\band\b|和/i)
    .map(wordsOf)
    .every(part => part === '' || lineWord.test(part))
}

/** Words and figures with one space between them: brackets, arrows and the size of the file go. */
function wordsOf(text: string): string {
  return text
    .replace(SIZE, ' ')
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .trim()
    .toLowerCase()
}
