// DeepL as translator (https://developers.deepl.com/docs): terms are shielded from it, each as an element that it leaves alone.
import { placeOfTerm } from '../../core/translation.ts'
import { askService, type Batch, linesOf, readLines, type ServiceAddress, type Translator } from './translator.ts'

/** Texts and bytes of one request; the service takes 50 and 128 KiB. */
const MOST = { stories: 8, characters: 20_000 }
const MOST_TEXTS = 50

/** Keys of free accounts are asked for at a host of their own. */
export function deeplUrl(url: string | undefined, key: string): string {
  const base = url ?? (key.endsWith(':fx') ? 'https://api-free.deepl.com' : 'https://api.deepl.com')
  return /\/v2\/translate\/?$/.test(base) ? base : `${base.replace(/\/+$/, '')}/v2/translate`
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The most specific first; the first that fits a place has it. */
function shield(text: string, { glossary, keep }: Batch): string {
  const terms = [...glossary, ...keep.map(term => [term, term] as const)].sort(([a], [b]) => b.length - a.length)
  let parts: readonly (readonly [text: string, isShielded: boolean])[] = [[text, false]]
  for (const [from, to] of terms)
    parts = parts.flatMap(([part, isShielded]) => {
      if (isShielded) return [[part, true] as const]
      return part
        .split(placeOfTerm(from))
        .flatMap((piece, place) =>
          place === 0 ? [[piece, false] as const] : [[to, true] as const, [piece, false] as const],
        )
    })
  return parts.map(([part, isShielded]) => (isShielded ? `<k>${escapeXml(part)}</k>` : escapeXml(part))).join('')
}

const unshield = (text: string): string =>
  text
    .replace(/<\/?k>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

function bodyOf(batch: Batch): object {
  const isIntoChinese = batch.into === 'zh'
  return {
    text: linesOf(batch).map(line => shield(line, batch)),
    source_lang: isIntoChinese ? 'EN' : 'ZH',
    target_lang: isIntoChinese ? `ZH-${batch.chinese.toUpperCase()}` : 'EN-US',
    tag_handling: 'xml',
    ignore_tags: ['k'],
    split_sentences: 'nonewlines',
  }
}

/** Makes the translator. */
export function createDeepl(address: ServiceAddress): Translator {
  return {
    name: 'DeepL',
    most: { ...MOST, stories: Math.floor(MOST_TEXTS / 12) },
    charactersOf: batch => linesOf(batch).reduce((sum, line) => sum + line.length, 0),
    translate: async batch => {
      const headers = { authorization: `DeepL-Auth-Key ${address.key ?? ''}` }
      const { answer } = await askService(address, bodyOf(batch), headers)
      const translations: readonly unknown[] = Array.isArray(answer['translations']) ? answer['translations'] : []
      const lines = translations.map(each =>
        typeof each === 'object' && each !== null && 'text' in each && typeof each.text === 'string'
          ? unshield(each.text)
          : null,
      )
      return { told: readLines(batch, lines), characters: 0 }
    },
  }
}
