// The language a text is written in: by its script, then by its commonest words. See ADR 8.
import { primaryLanguage, scriptOf, type Script } from '../../core/language.ts'

/** Scripts that one living language of the web writes, or nearly so. */
const languageOfScript: Partial<Record<Script, string>> = {
  han: 'zh',
  kana: 'ja',
  hangul: 'ko',
  greek: 'el',
  hebrew: 'he',
  thai: 'th',
}
/** Scripts other than Latin that some languages are written in; what is not listed is taken to be Latin. */
const scriptOfLanguage: Readonly<Record<string, Script>> = {
  zh: 'han',
  ja: 'kana',
  ko: 'hangul',
  el: 'greek',
  he: 'hebrew',
  yi: 'hebrew',
  th: 'thai',
  ...Object.fromEntries(
    ['ru', 'uk', 'bg', 'be', 'mk', 'kk', 'mn', 'ky', 'tg'].map(language => [language, 'cyrillic'] as const),
  ),
  ...Object.fromEntries(['ar', 'fa', 'ur', 'ps', 'ku', 'ug'].map(language => [language, 'arabic'] as const)),
  ...Object.fromEntries(['hi', 'mr', 'ne', 'sa'].map(language => [language, 'devanagari'] as const)),
}
/** Languages written in two scripts: the declaration stands in either. */
const twoScripts: ReadonlySet<string> = new Set(['sr', 'uz', 'az', 'ku', 'kk', 'mn', 'bs'])

/** Words that stand in nearly every sentence of a language; one that two languages share counts for both. */
const commonWords: Readonly<Record<string, string>> = {
  en: 'the of and to a in is that it for was with as on be at by this are from or an have not which but you we they has were will its his do more after new said',
  de: 'der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird',
  fr: 'de la le et les des en un du une que est pour qui dans par sur au plus ne pas ce se sont avec il aux nous vous été',
  es: 'de la que el en y los del se las por un para con no una su al es lo como más pero sus le ya este está',
  pt: 'de que o e do da em um para com não uma os no se na por mais as dos como mas foi ao das tem à seu sua é',
  it: 'di e il la che in un è per una sono con non del da le si della al dei come più anche ha nel alla gli lo',
  nl: 'de het een van en in is dat op te zijn voor met niet aan er om ook als dan maar bij of uit nog naar wordt hij',
  sv: 'och i att det som en på är av för med den till inte har de ett om vi var jag men så kan nu',
  da: 'og i at det er en til på af for med den der som de ikke har et var om vi jeg men kan',
  pl: 'i w na z do nie się to że jest o jak po co za od są przez dla ale jego tym ich być już',
  cs: 'v se na je že s z o jako za ale pro jsou jeho od po při které není také jsem jen až už podle',
  tr: 've bir bu da de için ile olarak çok daha olan gibi ne kadar var ama en sonra her',
  fi: 'ja on ei se että oli hän mutta ovat kun niin myös kuin tai joka sen mukaan ole voi',
  vi: 'của và các là có được trong cho một không người với này đã những để khi từ năm đến',
  id: 'yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena adalah ada',
  ru: 'и в не на что с по это как к из у он за от но для же так все его бы был мы до при или',
  uk: 'і в не на що з у до та як за це від про для є але його був або він ми й',
  bg: 'и на в да се за от е не с че са по това като до при но ще или който беше',
  sr: 'и у је да се на за од су са не као који то о или али',
}
const languagesOfWord = new Map<string, string[]>()
for (const [language, words] of Object.entries(commonWords))
  for (const word of words.split(' ')) languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language])

const SAMPLE_CHARACTERS = 2_000
/** A guess rests on at least two common words; a declaration falls only to twice as many. */
const GUESS_WORDS = 2
const CONTRADICTION_WORDS = 4
/** The declared language stands when it has at least this part of the best one's words. */
const DECLARED_SHARE = 0.7

/** Text without links, addresses and code-like words, which are in no language. */
function proseOf(text: string): string {
  return text.slice(0, SAMPLE_CHARACTERS).replace(/\S*[\d_/\\@<>{}=]\S*/g, ' ')
}

/** What the commonest words make of a text, the declared language (null: none that fits) standing where they are unsure. */
function detectByWords(text: string, declared: string | null): string | null {
  const counts = new Map<string, number>()
  for (const [word] of proseOf(text)
    .toLowerCase()
    .matchAll(/\p{L}+/gu))
    for (const language of languagesOfWord.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1)
  const [best] = [...counts].sort((a, b) => b[1] - a[1])
  if (!best) return declared
  const [language, words] = best
  if (declared === null) return words >= GUESS_WORDS ? language : null
  const isContradicted = words >= CONTRADICTION_WORDS && (counts.get(declared) ?? 0) < DECLARED_SHARE * words
  return isContradicted && declared in commonWords ? language : declared
}

/** Whether a language is written in a script, as far as the short list above knows. */
function isWrittenIn(language: string, script: Script, text: string): boolean {
  if (script === 'han' && language === 'ja') return text.length < SHORT_CHARACTERS
  const isMixed = twoScripts.has(language) && languageOfScript[script] === undefined
  return isMixed || (scriptOfLanguage[language] ?? 'latin') === script
}

/** A Japanese text longer than this has kana in it. */
const SHORT_CHARACTERS = 60

/**
 * The primary language of a text, `en`, `zh`, …; null when neither the text nor the declaration tells. The script decides
 * first; then the commonest words, with the declared language standing where they are unsure or do not know it.
 */
export function detectLanguage(text: string, declared: string | null = null): string | null {
  const script = scriptOf(text)
  const language = primaryLanguage(declared)
  if (script === 'none') return language
  const prior = language !== null && isWrittenIn(language, script, text) ? language : null
  const byScript = languageOfScript[script]
  return byScript === undefined ? detectByWords(text, prior) : (prior ?? byScript)
}
