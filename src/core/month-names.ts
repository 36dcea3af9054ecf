// Which month a word means, in the languages that feeds are written in.

/** Beginnings of the month names, without accents, in the languages of Europe, Arabic, Hebrew, Turkish, Indonesian and Vietnamese. */
const monthStems: readonly (readonly string[])[] = [
  [
    'jan',
    'ene',
    'gen',
    'ian',
    'oca',
    'led',
    'sty',
    'sic',
    'січ',
    'янв',
    'снеж',
    'tammi',
    'ιαν',
    'ינו',
    'يناير',
    'كانون',
  ],
  ['feb', 'fev', 'fef', 'unor', 'uno', 'lut', 'sub', 'лют', 'фев', 'helmi', 'φεβ', 'פבר', 'فبراير', 'شباط'],
  ['mar', 'mrt', 'mrz', 'maa', 'bre', 'бер', 'мар', 'maalis', 'μαρ', 'μαω', 'מרץ', 'מרס', 'مارس', 'آذار'],
  ['apr', 'abr', 'avr', 'dub', 'kwi', 'nis', 'кві', 'апр', 'huhti', 'απρ', 'אפר', 'أبريل', 'ابريل', 'نيسان'],
  ['may', 'mai', 'maj', 'mei', 'mag', 'maig', 'kve', 'тра', 'май', 'мая', 'touko', 'μαι', 'מאי', 'مايو'],
  [
    'jun',
    'juin',
    'giu',
    'cerven',
    'cvn',
    'cze',
    'haz',
    'iun',
    'чер',
    'июн',
    'kesa',
    'ιουν',
    'ιον',
    'יונ',
    'يونيو',
    'حزيران',
  ],
  [
    'jul',
    'juil',
    'lug',
    'cervenec',
    'cervenc',
    'cvc',
    'lip',
    'tem',
    'iul',
    'лип',
    'июл',
    'heina',
    'ιουλ',
    'ιολ',
    'יול',
    'يوليو',
    'تموز',
  ],
  ['aug', 'ago', 'aou', 'srp', 'sie', 'agu', 'agt', 'aug', 'сер', 'авг', 'elo', 'αυγ', 'אוג', 'أغسطس', 'اغسطس'],
  ['sep', 'set', 'szep', 'zar', 'wrz', 'eyl', 'вер', 'сен', 'syys', 'σεπ', 'ספט', 'سبتمبر', 'أيلول'],
  ['oct', 'okt', 'out', 'ott', 'rij', 'paz', 'eki', 'жов', 'окт', 'loka', 'οκτ', 'אוק', 'أكتوبر', 'اكتوبر'],
  ['nov', 'noi', 'lis', 'kas', 'лис', 'ноя', 'marras', 'νοε', 'נוב', 'نوفمبر'],
  ['dec', 'dez', 'dic', 'des', 'deb', 'pro', 'gru', 'ara', 'гру', 'дек', 'joulu', 'δεκ', 'דצמ', 'ديسمبر'],
]

/** Turkish Sunday and Monday begin like the Polish October. */
const otherWords: ReadonlySet<string> = new Set(['pazar', 'pazartesi'])

/** English months by their first three letters, in order. */
export const englishMonths: readonly string[] = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
]

/** The text without accents, which names of months are written with and without. */
export function dropAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
}

const stemsByLength: readonly (readonly [stem: string, month: number])[] = monthStems
  .flatMap((stems, at) => stems.map(stem => [dropAccents(stem), at + 1] as const))
  .toSorted(([a], [b]) => b.length - a.length)

/** 1–12 for a word in lower case without accents that begins like a month; the longest beginning decides (`červenec` is not `červen`). */
export function monthOfWord(word: string): number | null {
  const english = word.length === 3 ? englishMonths.indexOf(word) : -1
  if (english >= 0) return english + 1
  if (otherWords.has(word)) return null
  return stemsByLength.find(([stem]) => word.startsWith(stem))?.[1] ?? null
}
