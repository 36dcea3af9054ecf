// The rarer settings of a source: from what is said of it to the fields of its form, and back through the rules that sources.yaml is checked by. Pure.
import { checkRule } from '../../collect/rules.ts'
import { sourceSchema, sourcesSchema } from '../../core/config.ts'
import type { MoreSettings, SourceEntry } from './source-desk.ts'
import { readField } from './source-form.ts'

/** Kinds between which a web address may be read. */
const webKinds = ['feed', 'page', 'sitemap', 'json'] as const
/** Parts of a list; the later ones of JSON alone. */
const parts = ['item', 'title', 'link', 'date', 'summary', 'note', 'discussion', 'points', 'comments'] as const
const PARTS_OF_PAGES = 5
const MOST_LINES = 100
const LINE_CHARACTERS = 500

/** A field that cannot be so, by its name among the words. */
export interface WrongField {
  readonly wrong: string
}

const readLines = (fields: URLSearchParams, name: string): readonly string[] =>
  (fields.get(name) ?? '')
    .split(/\r?\n/, MOST_LINES)
    .map(line =>
      line
        .replace(/[\p{Cc}\s]+/gu, ' ')
        .trim()
        .slice(0, LINE_CHARACTERS),
    )
    .filter(line => line !== '')

const orNone = <T extends { readonly length: number }>(value: T): T | undefined =>
  value.length === 0 ? undefined : value

const isTicked = (fields: URLSearchParams, name: string): true | undefined =>
  fields.get(name) === 'yes' ? true : undefined

/** A whole number; NaN where something else was typed. */
const readNumber = (fields: URLSearchParams, name: string): number | undefined => {
  const typed = readField(fields, name)
  return typed === '' ? undefined : /^\d{1,6}$/.test(typed) ? Number(typed) : NaN
}

function readSelect(fields: URLSearchParams, kind: string): Readonly<Record<string, string>> | undefined {
  if (kind !== 'page' && kind !== 'json') return undefined
  const known = kind === 'json' ? parts : parts.slice(0, PARTS_OF_PAGES)
  const said = known.map(name => [name, readField(fields, `more-select-${name}`)] as const)
  const named = said.filter(([, value]) => value !== '')
  return named.length === 0 ? undefined : Object.fromEntries(named)
}

function readMail(fields: URLSearchParams): MoreSettings['mail'] {
  return {
    to: orNone(readLines(fields, 'more-mail.to')),
    list: orNone(readField(fields, 'more-mail.list')),
    from: orNone(readLines(fields, 'more-mail.from')),
    mode: fields.get('more-mail.mode') === 'yes' ? 'text' : undefined,
    clickHosts: orNone(readLines(fields, 'more-mail.clickHosts')),
    server: orNone(readField(fields, 'more-mail.server')),
  }
}

const said = (settings: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))

/** The first setting that sources.yaml could not say; null for none. */
function findWrong(settings: MoreSettings, kind: string): WrongField | null {
  for (const [key, value] of Object.entries(said(settings))) {
    if (key === 'mail') continue
    const shape = sourceSchema.shape[key as keyof MoreSettings]
    if (!shape.safeParse(value).success) return { wrong: key }
  }
  for (const key of ['include', 'exclude'] as const)
    if ((settings[key] ?? []).some(rule => checkRule(rule) !== null)) return { wrong: key }
  const isMail = kind === 'mail'
  // A mailbox and an address as they may be: what is checked is the rest.
  const mail = isMail ? { ...said(settings.mail ?? {}), maildir: 'mailbox' } : undefined
  const url = isMail ? 'mail:name' : kind === 'github-issues' ? 'github-issues:owner/name' : 'https://example.org/'
  const checked = sourcesSchema.safeParse([said({ ...settings, url, kind, mail })])
  const path = checked.error?.issues[0]?.path.slice(1, 3).join('.') ?? null
  return path === null ? null : { wrong: path.startsWith('mail.') ? path : (path.split('.')[0] ?? 'kind') }
}

/** What the fields say; a field that is left empty has its default. Nothing where the form had none of them. `kind` is what the source is now. */
export function readMore(fields: URLSearchParams, kind: string): MoreSettings | WrongField {
  if (fields.get('more') !== 'yes') return {}
  const given = fields.get('more-kind') ?? kind
  const isOfTheWeb = webKinds.some(each => each === kind)
  const next = isOfTheWeb ? given : kind
  const rules = {
    include: orNone(readLines(fields, 'more-include')),
    exclude: orNone(readLines(fields, 'more-exclude')),
  }
  const settings: MoreSettings = {
    ...(isOfTheWeb
      ? {
          kind: next === 'feed' ? undefined : (next as MoreSettings['kind']),
          select: readSelect(fields, next),
          shorts: fields.get('more-shorts') === 'yes' ? undefined : false,
        }
      : {}),
    most: readNumber(fields, 'more-most'),
    language: orNone(readField(fields, 'more-language')),
    timezone: orNone(readField(fields, 'more-timezone')),
    intervalMinutes: readNumber(fields, 'more-intervalMinutes'),
    ...rules,
    article: orNone(readField(fields, 'more-article')),
    explode: isTicked(fields, 'more-explode'),
    picks: isTicked(fields, 'more-picks'),
    fullText: fields.get('more-fullText') === 'yes' ? undefined : false,
    ...(kind === 'mail' ? { mail: readMail(fields) } : {}),
  }
  return findWrong(settings, next) ?? settings
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : Array.isArray(value)
      ? value.filter(each => typeof each === 'string').join('\n')
      : ''

/** What the template shows: of what was typed where a form came back, else of what is said. */
export function viewMore(entry: SourceEntry, typed: URLSearchParams | null): object {
  const { said: known, kind } = entry
  const isBack = typed?.get('more') === 'yes'
  const mail = (known.mail ?? {}) as Readonly<Record<string, unknown>>
  const select = (known.select ?? {}) as Readonly<Record<string, unknown>>
  const show = (name: string, value: unknown): string => (isBack ? (typed.get(`more-${name}`) ?? '') : textOf(value))
  const tick = (name: string, isSet: boolean): boolean => (isBack ? typed.get(`more-${name}`) === 'yes' : isSet)
  const names = ['most', 'language', 'timezone', 'intervalMinutes', 'include', 'exclude', 'article'] as const
  const values = Object.fromEntries(names.map(name => [name, show(name, known[name])]))
  const ticks = {
    explode: tick('explode', known.explode === true),
    picks: tick('picks', known.picks === true),
    fullText: tick('fullText', known.fullText !== false),
    shorts: tick('shorts', known.shorts !== false),
  }
  const isOfTheWeb = webKinds.some(each => each === kind)
  const isTickedOtherwise = ticks.explode || ticks.picks || !ticks.fullText || !ticks.shorts
  return {
    isOpen: isBack || isTickedOtherwise || names.some(name => values[name] !== ''),
    kind: isBack ? (typed.get('more-kind') ?? kind) : kind,
    kinds: isOfTheWeb ? webKinds : [kind],
    isOfTheWeb,
    isMail: kind === 'mail',
    isProxied: entry.isProxied,
    values,
    ticks,
    parts: parts.map(name => ({ name, value: show(`select-${name}`, select[name]) })),
    mail: {
      to: show('mail.to', mail.to),
      list: show('mail.list', mail.list),
      from: show('mail.from', mail.from),
      clickHosts: show('mail.clickHosts', mail.clickHosts),
      server: show('mail.server', mail.server),
      isText: tick('mail.mode', mail.mode === 'text'),
    },
  }
}
