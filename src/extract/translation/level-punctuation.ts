// The punctuation of a translation as its language writes it: full-width in Chinese, half-width in English. Pure.
import type { TranslationLanguage } from '../../core/types.ts'

const fullWidth: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：', '!': '！', '?': '？' }
const halfWidth: Readonly<Record<string, string>> = {
  '，': ', ',
  '；': '; ',
  '：': ': ',
  '！': '! ',
  '？': '? ',
  '。': '. ',
  '、': ', ',
  '（': ' (',
  '）': ') ',
  '“': '“',
}

function toFullWidth(text: string): string {
  return text
    .replace(/(?<=[\p{Script=Han}”’」》）])[ ]?([,;:!?])(?!\d)[ ]?/gu, (_all, sign: string) => fullWidth[sign] ?? sign)
    .replace(/(?<=[\p{Script=Han}”’」》）])\.(?=\s|$|\p{Script=Han})[ ]?/gu, '。')
    .replace(/\(([^()\n]{0,200}\p{Script=Han}[^()\n]{0,200})\)/gu, '（$1）')
    .replace(/ (?=[，。；：！？、）])|(?<=[，。；：！？、（]) /gu, '')
}

function toHalfWidth(text: string): string {
  return text
    .replace(/[，；：！？。、（）]/gu, sign => halfWidth[sign] ?? sign)
    .replace(/ +(?=[,;:!?.)”])|(?<=[(“]) +/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** A line with its punctuation as the language has it; links and code stay as they are. */
export function levelPunctuation(text: string, language: TranslationLanguage): string {
  const level = language === 'zh' ? toFullWidth : toHalfWidth
  return text
    .split(/(`[^`\n]{1,500}`|https?:\/\/[^\s\p{Script=Han}，。；：！？、（）]+)/u)
    .map((part, place) =>
      place % 2 === 1 ? part : language === 'zh' ? level(part) : part === '' ? part : keepEnds(part, level),
    )
    .join('')
}

/** Blanks at the ends of a part are those beside a link. */
function keepEnds(part: string, level: (text: string) => string): string {
  return `${/^\s*/.exec(part)?.[0] ?? ''}${level(part.trim())}${part.trim() === '' ? '' : (/\s*$/.exec(part)?.[0] ?? '')}`
}

/** Whether a line still has the punctuation of the other language between its words. */
export function hasForeignPunctuation(text: string, language: TranslationLanguage): boolean {
  return language === 'zh' ? /\p{Script=Han}\s?[,;!?]\s?\p{Script=Han}/u.test(text) : /[，。；！？、]/u.test(text)
}
