// Bytes to text for everything that comes over the wire: feeds, pages, JSON.
import { Buffer, isAscii, isUtf8 } from 'node:buffer'
import { decodeAs, encodingOfLabel } from './encodings.ts'

/** What is known about the bytes besides themselves: the Content-Type header, and which kind of document carries its own label. */
export interface TextOrigin {
  readonly contentType?: string | null
  readonly kind: 'xml' | 'html' | 'json'
}

/** A document as text. */
export interface DecodedText {
  readonly text: string
  /** The encoding that was used, in the spelling of the WHATWG Encoding Standard; also `utf-32le`, `utf-32be`, `ibm437` and its kin. */
  readonly encoding: string
}

/** Labels stand near the beginning: HTML demands 1 KB, real pages need more. */
const LABEL_WINDOW_BYTES = 4096
/** How many bytes above ASCII, with their neighbours, are enough to guess an encoding. */
const MAX_TELLING_BYTES = 1024
/** At least this many multi-byte characters of valid UTF-8 are no accident of another encoding. */
const CERTAIN_UTF8_CHARACTERS = 8

/**
 * Decodes a document: BOM, then the HTTP charset, then the XML declaration or `<meta>`, then UTF-8 if valid, then a guess.
 * A label that the bytes contradict is passed over; a few bad bytes become U+FFFD. Never throws. (WHATWG Encoding Standard.)
 */
export function decodeText(bytes: Uint8Array, from: TextOrigin): DecodedText {
  const wide = findWideEncoding(bytes)
  if (wide) return { text: decodeWide(bytes, wide), encoding: wide }
  const validUtf8 = isUtf8(bytes)
  const label = validUtf8 && hasUtf8Bom(bytes) ? 'utf-8' : findLabel(bytes, from)
  if (validUtf8 && (!label || mayBelieveBytes(bytes, label))) return { text: decodeValidUtf8(bytes), encoding: 'utf-8' }
  const labelled = label ? decodeTrusting(label, bytes) : null
  if (labelled !== null && label) return { text: labelled, encoding: label }
  const damagedUtf8 = label === 'utf-8' ? null : decodeTrusting('utf-8', bytes)
  if (damagedUtf8 !== null) return { text: damagedUtf8, encoding: 'utf-8' }
  const encoding = guessEncoding(bytes)
  return { text: decodeAs(encoding, bytes), encoding }
}

/** UTF-16 and UTF-32, by BOM or by the zero bytes of the first two characters, which are ASCII in XML, HTML and JSON. */
function findWideEncoding(bytes: Uint8Array): string | null {
  const [a = 1, b = 1, c = 1, d = 1] = bytes
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length >= 4 ? 'utf-32le' : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0 && b === 0 && ((c === 0xfe && d === 0xff) || (c === 0 && d > 0 && d < 0x80))) return 'utf-32be'
  if (bytes.length < 4 || a > 0x7f) return null
  if (a > 0 && b === 0) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0 && b > 0 && b < 0x80 && c === 0) return 'utf-16be'
  return null
}

function decodeWide(bytes: Uint8Array, encoding: string): string {
  if (encoding.startsWith('utf-16')) return decodeAs(encoding, bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, encoding === 'utf-32le')
    if (code !== 0xfeff || at > 0) parts.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd')
  }
  return parts.join('')
}

function hasUtf8Bom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** The first usable label: header, then the document's own. UTF-16 and UTF-32 labels are lies here, the bytes were asked before. */
function findLabel(bytes: Uint8Array, from: TextOrigin): string | null {
  const header = /charset\s*=\s*["']?\s*([^\s;"',]+)/i.exec(from.contentType ?? '')?.[1]
  const start = from.kind === 'json' ? '' : Buffer.from(bytes.subarray(0, LABEL_WINDOW_BYTES)).toString('latin1')
  const declared = /<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*([^"'>]{1,40})/i.exec(start)?.[1]
  const meta =
    from.kind === 'html' ? /<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]{1,40})/i.exec(start)?.[1] : undefined
  for (const label of [header, meta, declared]) {
    const encoding = label ? encodingOfLabel(label) : null
    if (encoding && !encoding.startsWith('utf-16')) return encoding
  }
  return null
}

/** Whether valid UTF-8 outweighs its label: servers call everything iso-8859-1, and long valid UTF-8 is never anything else. */
function mayBelieveBytes(bytes: Uint8Array, label: string): boolean {
  if (label === 'utf-8') return true
  const enough = label === 'windows-1252' ? 1 : CERTAIN_UTF8_CHARACTERS
  let leads = 0
  for (const byte of bytes) if (byte >= 0xc0 && ++leads >= enough) return true
  return false
}

/** The text under this encoding, or null when the bytes contradict it at scale. */
function decodeTrusting(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const text = decodeAs(encoding, bytes)
    return isPlausible(text) ? text : null
  }
}

/** A few bad bytes among many good characters are damage; the other way round the label is wrong. */
function isPlausible(text: string): boolean {
  let bad = 0
  let good = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0xfffd) bad++
    else if (code > 0x7f) good++
  }
  return bad * 2 <= good
}

/** Valid UTF-8 without its BOM. Buffer is quicker at it than TextDecoder, at small texts twice. */
function decodeValidUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (isAscii(buffer)) return buffer.toString('latin1')
  return buffer.toString('utf8', hasUtf8Bom(bytes) ? 3 : 0)
}

/** How the characters above ASCII stand: singly between Latin letters, as whole words, or without any rule about their neighbours. */
type Script = 'latin' | 'words' | 'ideographs'

/** Encodings worth guessing, likeliest first, each with the non-ASCII characters that fill most of the texts written in it. */
const guesses: readonly (readonly [encoding: string, script: Script, frequent: string])[] = [
  ['windows-1252', 'latin', 'éèêëàâäáãåçîïíìôöóòõûüúùñßæøœ’‘“”–—…«»©®€£°·¿¡ÉÀÄÖÜÅØÇ\u00a0'],
  [
    'gb18030',
    'ideographs',
    '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴，。、：；（）“”《》！？—…【】·',
  ],
  [
    'big5',
    'ideographs',
    '的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可里後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼體別處總才場師書比住員九笑性通目華報立馬命張活難神數件安表原車白應路期叫死常提感金何更反合放做系計或司利受光王果親界及今京務制解各任至清物台象記邊共風戰干接它許八特覺望直服毛林題建南度統色字請交愛讓認算論百吃義科怎元社術結六功指思非流每青管夫連遠資隊跟帶花快條院變聯言權往展該領傳近留紅治決周保達辦運灣網，。、：；（）「」《》！？—…【】',
  ],
  [
    'shift_jis',
    'ideographs',
    'のはにをたがでとしてなるいれさもかんらこりすっまあくきどうよだめせつえみけそちわおろやゆむばじへずべぶほごびげんぎょゃゅンスルトリラアイクーシドレタロムフマコテジサプニメカミパエオウィキグッナハバデダブネホワュョャ、。「」・日人年本大一出会中事国見行時分後前生間上東三者社新',
  ],
  [
    'euc-jp',
    'ideographs',
    'のはにをたがでとしてなるいれさもかんらこりすっまあくきどうよだめせつえみけそちわおろやゆむばじへずべぶほごびげんぎょゃゅンスルトリラアイクーシドレタロムフマコテジサプニメカミパエオウィキグッナハバデダブネホワュョャ、。「」・日人年本大一出会中事国見行時分後前生間上東三者社新',
  ],
  [
    'euc-kr',
    'ideographs',
    '이다는의에을를가은지고하한로기사도리어자들대아서인나일해시그라정수있것전부만적게제주장으보상구오스원공조국와여비동세계생안문연들과니신경면원성미부했관회방용물중분우개선화년모내지소실발합음무될된되위마트식교무업말력당않때까외체요없진간할달금러재두유행행등단데명처민학치습반래려난남결거및며더론같왔저입규양호후설산영운살알',
  ],
  ['windows-1251', 'words', 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёіїєґ—–«»№“”…'],
  ['koi8-r', 'words', 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё'],
  ['windows-1250', 'latin', 'áéíěščřžýůóúůťďňłąęćńśźżőűöüăâîşţđäÁŠČŘŽŁ„”“–…'],
  ['windows-1253', 'words', 'αοιετσνηυρπκμλςάίόέήωγδύώχθφβξζψ'],
  ['windows-1254', 'latin', 'ıiğşçöüİŞÇÖÜĞâî’'],
  ['windows-1255', 'words', 'יוהלאשרתבמנחקדעכפטצגםןסזךץף'],
  ['windows-1256', 'words', 'اليمنوتربعدسفهكقحجةشصطخىأذزغثضءظئإؤآ،'],
  ['windows-874', 'words', 'านรอกเงมลยวสดตทปคะขหบีิ่้แ์ไใโุูัำพชจซถผภศณธฯญ'],
]

/** Guesses by plausibility: the encoding that explains the bytes above ASCII best; windows-1252 when there are none. */
function guessEncoding(bytes: Uint8Array): string {
  const sample = pickTelling(bytes)
  let best = 'windows-1252'
  let bestScore = -Infinity
  for (const [rank, [encoding, script, frequent]] of guesses.entries()) {
    const score = scoreText(decodeAs(encoding, sample), findTable(encoding, script, frequent)) - rank / 2
    if (score > bestScore) [best, bestScore] = [encoding, score]
  }
  return best
}

/** The bytes above ASCII with their neighbours: all that tells encodings apart. */
function pickTelling(bytes: Uint8Array): Uint8Array {
  const picked = new Uint8Array(MAX_TELLING_BYTES)
  let count = 0
  let lastHigh = -Infinity
  for (let at = 0; at < bytes.length && count < MAX_TELLING_BYTES; at++) {
    const byte = bytes[at] ?? 0
    if (byte > 0x7f) lastHigh = at
    if (at - lastHigh <= 2 || (bytes[at + 1] ?? 0) > 0x7f) picked[count++] = byte
  }
  return picked.subarray(0, count)
}

/** What a character says: bits for its encoding or against it; and whether it is a letter, of which the neighbours matter. */
interface CharacterWeight {
  readonly bits: number
  readonly isLetter: boolean
}

/** The characters of an encoding that were met so far, by code point: never more than it has. */
interface WeightTable {
  readonly script: Script
  readonly rareBits: number
  /** What a letter loses where letters of its script do not stand: pairs of accented ones are rare, Cyrillic among Latin ones hardly exists. */
  readonly misplacedBits: number
  readonly weights: Map<number, CharacterWeight>
}

/** Stands for any letter above ASCII where the character before is remembered. */
const LETTER = 0x80

/**
 * Bits by which the encoding explains its characters above ASCII better than chance: a frequent one out of few possible ones
 * says much, a rare one speaks against it, a broken or misplaced one strongly so.
 */
function scoreText(text: string, table: WeightTable): number {
  let score = 0
  let previous = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0
    if (code > 0xffff) at++
    if (code > 0x7f) {
      const weight = table.weights.get(code) ?? weighRare(table, code)
      score += weight.isLetter && isMisplaced(previous, table.script) ? weight.bits - table.misplacedBits : weight.bits
      previous = weight.isLetter ? LETTER : 0
    } else previous = code
  }
  return score
}

/** Accented letters stand singly among Latin ones; Cyrillic, Greek, Hebrew, Arabic and Thai words hold no Latin letter. */
function isMisplaced(previous: number, script: Script): boolean {
  if (script === 'latin') return previous === LETTER
  return (previous | 0x20) >= 0x61 && (previous | 0x20) <= 0x7a
}

/** Broken and unassigned characters speak against an encoding; capitals of alphabets are no frequent letters but no surprise. */
function weighRare({ script, rareBits, weights }: WeightTable, code: number): CharacterWeight {
  const isBroken = code === 0xfffd || code < 0xa0 || (code >= 0xe000 && code <= 0xf8ff) || code > 0x2ffff
  const character = String.fromCodePoint(code)
  const isCapital = script !== 'ideographs' && character !== character.toLowerCase()
  const weight = { bits: isBroken ? -10 : isCapital ? 0 : rareBits, isLetter: isLetter(character, script) }
  weights.set(code, weight)
  return weight
}

/** Letters of alphabets have cases, but for those from Hebrew to Thai. Not `\p{L}`: compiling that takes longer than all the guessing. */
function isLetter(character: string, script: Script): boolean {
  if (script === 'ideographs') return false
  return character.toLowerCase() !== character.toUpperCase() || (character >= '\u0590' && character < '\u0e5c')
}

const tables = new Map<string, WeightTable>()

/** Log2 of how much likelier than chance each frequent character is, falling with its rank by Zipf's law with a flattened head. */
function findTable(encoding: string, script: Script, frequent: string): WeightTable {
  const known = tables.get(encoding)
  if (known) return known
  const { possible, coverage } =
    script === 'ideographs' ? { possible: 7000, coverage: 0.65 } : { possible: 128, coverage: 0.95 }
  const head = 8
  const characters = Array.from(frequent)
  const total = Math.log((characters.length + head) / head)
  const weights = new Map<number, CharacterWeight>()
  for (const [rank, character] of characters.entries()) {
    const bits = Math.log2((coverage * possible) / ((rank + head) * total))
    weights.set(character.codePointAt(0) ?? 0, { bits, isLetter: isLetter(character, script) })
  }
  const rareBits = Math.log2(((1 - coverage) * possible) / (possible - weights.size))
  const table = { script, rareBits, misplacedBits: script === 'latin' ? 4 : 8, weights }
  tables.set(encoding, table)
  return table
}
