// What a new list is to be like: from the flags of `weekly init`, from a person where there is one, else what is usual.
import { weeklySchema } from '../../core/config.ts'
import { WeeklyError } from '../../core/errors.ts'
import { type InterfaceLanguage, interfaceLanguageOf, interfaceLanguages, wordsOf } from '../../core/words/words.ts'
import type { Asker } from '../terminal/ask.ts'
import { type ListAnswers, type Place, places } from './starter-files.ts'

/** The flags of `weekly init`. */
export interface InitFlags {
  readonly title?: string
  readonly language?: string
  readonly timezone?: string
  readonly url?: string
  readonly from?: string
  readonly postalAddress?: string
  /** Addresses of sites and feeds, and OPML files. */
  readonly source?: readonly string[]
  readonly samples?: true
  readonly systemd?: true
  readonly compose?: true
  readonly actions?: true
}

/** What a new list is told, and what it is to follow. */
export interface Gathered extends Omit<ListAnswers, 'allowPrivate'> {
  readonly sources: readonly string[]
  readonly places: readonly Place[]
}

type Shape = typeof weeklySchema.shape
const shape: Shape = weeklySchema.shape

/** The machine's own, for what nobody says. */
export interface Surroundings {
  /** As in `zh_CN.UTF-8`. */
  readonly locale: string
  readonly timezone: string
}

const takeTitle = (line: string): string | null => (line !== '' && line.length <= 200 ? line : null)

const takeZone = (line: string): string | null => shape.timezone.safeParse(line).data ?? null

/** A site's address as a person types it: without a scheme it is https, and a folder ends with a slash. */
function takeUrl(line: string): string | null {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(line) ? line : `https://${line}`)
  if (!url || !shape.url.safeParse(url.href).success || url.search !== '' || url.hash !== '') return null
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

const takeSender = (line: string): string | null => shape.mail.safeParse({ from: line }).data?.from ?? null
const orNothing = (take: (line: string) => string | null) => (line: string) =>
  line === '' ? { value: null } : ((value: string | null) => (value === null ? null : { value }))(take(line))

const wordsIn = (line: string): readonly string[] => line.split(/\s+/).filter(word => word !== '')
const takePlaces = (line: string): readonly Place[] | null => {
  const words = wordsIn(line.replaceAll(',', ' '))
  return words.every(word => places.some(place => place === word)) ? (words as Place[]) : null
}

/** Reads a flag. Throws USAGE_INVALID for a value that does not fit. */
function readFlag<Answer>(name: string, value: string, check: (line: string) => Answer | null): Answer {
  const answer = check(value.trim())
  if (answer !== null) return answer
  throw new WeeklyError('USAGE_INVALID', `--${name} "${value.slice(0, 200)}" does not fit`, {
    hint: '`weekly help init` shows examples.',
  })
}

async function chooseLanguage(
  { language }: InitFlags,
  asker: Asker | null,
  around: Surroundings,
): Promise<InterfaceLanguage> {
  const usual = interfaceLanguageOf(around.locale.replace('_', '-')) ?? 'en'
  if (language !== undefined) return readFlag('language', language, interfaceLanguageOf)
  const question = `Language 语言 (${interfaceLanguages().join(', ')})`
  return asker === null ? usual : asker.ask(question, usual, interfaceLanguageOf, wordsOf(usual).init.invalid)
}

/** Gathers everything; without somebody to ask, what no flag says is as usual. Throws USAGE_INVALID. */
export async function gatherAnswers(flags: InitFlags, asker: Asker | null, around: Surroundings): Promise<Gathered> {
  const language = await chooseLanguage(flags, asker, around)
  const { init } = wordsOf(language)
  const one = async <Answer>(
    flag: readonly [name: string, value: string | undefined],
    question: string,
    usual: string,
    check: (line: string) => Answer | null,
  ): Promise<Answer> => {
    if (flag[1] !== undefined) return readFlag(flag[0], flag[1], check)
    return asker === null ? readFlag(flag[0], usual, check) : asker.ask(question, usual, check, init.invalid)
  }
  const zone = takeZone(around.timezone) ?? 'UTC'
  const title = await one(['title', flags.title], init.title, init.usualTitle, takeTitle)
  const timezone = await one(['timezone', flags.timezone], init.timezone, zone, takeZone)
  const url = await one(['url', flags.url], init.url, shape.url.parse(undefined), takeUrl)
  const from = await one(['from', flags.from], init.from, '', orNothing(takeSender))
  // Who has no sender needs no postal address yet.
  const isAsked = from.value !== null || flags.postalAddress !== undefined
  const postal = isAsked
    ? await one(['postal-address', flags.postalAddress], init.postalAddress, '', orNothing(takeTitle))
    : { value: null }
  const given = places.filter(place => flags[place])
  return {
    language,
    title,
    timezone,
    url,
    from: from.value,
    postalAddress: postal.value,
    sources: flags.source ?? (asker === null ? [] : await asker.ask(init.sources, '', wordsIn, init.invalid)),
    places: given.length > 0 || asker === null ? given : await asker.ask(init.places, '', takePlaces, init.invalid),
  }
}
