// What a browser says of itself, in two words that its owner knows again. Pure.
import type { DeskWords } from '../../core/words/desk-words.ts'

/** Browsers by the name in their User-Agent; those that bear another's name too come before it. */
const browsers = [
  ['MicroMessenger/', '微信'],
  ['EdgA/', 'Edge'],
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['FxiOS/', 'Firefox'],
  ['Firefox/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['HarmonyOS', 'HarmonyOS'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'Mac'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** An unknown one is shown by so much of what it says. */
const SHOWN_CHARACTERS = 60

/** The browser and system of a User-Agent; for an unknown one the beginning of what it says. */
export function describeDevice(userAgent: string, words: DeskWords['settings']): string {
  const [, browser] = browsers.find(([sign]) => userAgent.includes(sign)) ?? []
  const [, system] = systems.find(([sign]) => userAgent.includes(sign)) ?? []
  if (browser !== undefined && system !== undefined) return words.on(browser, system)
  return browser ?? (userAgent.trim().slice(0, SHOWN_CHARACTERS) || words.unknownDevice)
}
