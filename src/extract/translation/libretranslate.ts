// LibreTranslate as translator (https://docs.libretranslate.com): it knows neither glossaries nor words to keep; the check does.
import { type ChineseScript, chineseScriptOf } from '../../core/chinese-script.ts'
import { isWeeklyError } from '../../core/errors.ts'
import { askService, type Batch, linesOf, readLines, type ServiceAddress, type Translator } from './translator.ts'

const MOST = { stories: 4, characters: 8_000 }

/** The address of a server, with its path or without. */
export function libreTranslateUrl(url: string): string {
  return /\/translate\/?$/.test(url) ? url : `${url.replace(/\/+$/, '')}/translate`
}

/** What newer servers call Chinese, and what older ones do. */
const chineseNames: Readonly<Record<ChineseScript, readonly [newer: string, older: string]>> = {
  Hans: ['zh-Hans', 'zh'],
  Hant: ['zh-Hant', 'zt'],
}

/** Originals are asked for in the script that they are in, translations in the list's. */
const scriptOfBatch = (batch: Batch): ChineseScript =>
  batch.into === 'zh' ? batch.chinese : (chineseScriptOf(linesOf(batch).join('\n')) ?? batch.chinese)

/** Makes the translator. */
export function createLibreTranslate(address: ServiceAddress): Translator {
  const ask = async (batch: Batch, chinese: string) => {
    const isIntoChinese = batch.into === 'zh'
    const value = {
      q: linesOf(batch),
      source: isIntoChinese ? 'en' : chinese,
      target: isIntoChinese ? chinese : 'en',
      format: 'text',
      ...(address.key === null ? {} : { api_key: address.key }),
    }
    const { answer } = await askService(address, value, {})
    const translated = answer['translatedText']
    const lines: readonly unknown[] = Array.isArray(translated) ? translated : [translated]
    return { told: readLines(batch, lines), characters: 0 }
  }
  return {
    name: 'LibreTranslate',
    most: MOST,
    charactersOf: batch => linesOf(batch).reduce((sum, line) => sum + line.length, 0),
    translate: async batch => {
      const [newer, older] = chineseNames[scriptOfBatch(batch)]
      try {
        return await ask(batch, newer)
      } catch (error) {
        if (isWeeklyError(error) && error.context['status'] === 400) return ask(batch, older)
        throw error
      }
    },
  }
}
