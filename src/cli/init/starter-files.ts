// The files of a new list: its two YAML files from the pattern of its language, with what was answered put in, and what makes it run somewhere.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InterfaceLanguage } from '../../core/words/words.ts'
import { shippedFolder } from '../../app/shipped.ts'

/** What a new list is told. */
export interface ListAnswers {
  readonly title: string
  readonly language: InterfaceLanguage
  readonly timezone: string
  readonly url: string
  /** Sender of the mails, `Name <address>`; null for a list without mail. */
  readonly from: string | null
  readonly postalAddress: string | null
  /** Private addresses that its sources are at. */
  readonly allowPrivate: readonly string[]
  /** For a list without a server: its store is brought to another machine for each run, and nothing answers forms. */
  readonly travels?: boolean
}

/** A file to be written, with its path in the folder of the list. */
export interface StarterFile {
  readonly path: string
  readonly text: string
}

const pattern = (name: string): string => readFileSync(join(shippedFolder('templates'), 'init', name), 'utf8')

/**
 * Puts values into a pattern. `{{name}}` is the value; a line that begins with `{{?name}}` is a comment where there is no value, and then
 * shows the example that stands behind it as `{{name:example}}`.
 */
export function fillPattern(text: string, values: Readonly<Record<string, string | null>>): string {
  return text
    .replaceAll(/^\{\{\?(\w+)\}\}/gm, (_whole, name: string) => ((values[name] ?? null) === null ? '# ' : ''))
    .replaceAll(
      /\{\{(\w+)(?::([^}\n]*))?\}\}/g,
      (_whole, name: string, example: string | undefined) => values[name] ?? example ?? '',
    )
}

/** A value as YAML reads it on one line: JSON is a part of YAML. */
const quote = (value: string): string => JSON.stringify(value)

/** The text of weekly.yaml. */
export function renderWeekly(answers: ListAnswers): string {
  const { title, language, timezone, url, from, postalAddress, allowPrivate, travels = false } = answers
  return fillPattern(pattern(`weekly.${language}.yaml`), {
    title: quote(title),
    language,
    timezone,
    url: quote(url),
    travels: travels ? '' : null,
    alone: travels ? 'http: { forms: none }' : '',
    mail: from === null && postalAddress === null ? null : '',
    from: from === null ? null : quote(from),
    postalAddress: postalAddress === null ? null : quote(postalAddress),
    allowPrivate: allowPrivate.length === 0 ? null : `[${allowPrivate.map(quote).join(', ')}]`,
  })
}

/** The text of sources.yaml before its first source. */
export function renderSources({ language }: Pick<ListAnswers, 'language'>): string {
  return pattern(`sources.${language}.yaml`)
}

/** Where a list can be made to run. */
export const places = ['systemd', 'compose', 'actions'] as const
/** One of the places. */
export type Place = (typeof places)[number]

const filesOf: Readonly<Record<Place, readonly (readonly [path: string, pattern: string])[]>> = {
  systemd: [
    ['deploy/systemd/weekly.service', 'weekly.service'],
    ['deploy/systemd/weekly-backup.service', 'weekly-backup.service'],
    ['deploy/systemd/weekly-backup.timer', 'weekly-backup.timer'],
    ['deploy/nginx/weekly.conf', 'nginx.conf'],
    ['deploy/caddy/Caddyfile', 'Caddyfile'],
  ],
  compose: [
    ['deploy/Dockerfile', 'Dockerfile'],
    ['deploy/compose.yaml', 'compose.yaml'],
    ['deploy/compose.env.example', 'compose.env.example'],
    ['deploy/caddy/Caddyfile.compose', 'Caddyfile.compose'],
    ['.dockerignore', 'dockerignore'],
  ],
  actions: [
    ['.github/workflows/weekly.yml', 'actions.yml'],
    // A store among the files of a public repository would tell the addresses of all readers.
    ['.gitignore', 'gitignore'],
  ],
}

/** Where a list lies and runs on this machine. */
export interface Machine {
  readonly folder: string
  /** Port of its web server. */
  readonly port: number
  /** Paths of Node and of the program's first file. */
  readonly node: string
  readonly program: string
}

/** The files that make a list run in a place. A list that has no name on the internet yet gets an example. */
export function renderPlace(
  place: Place,
  url: string,
  { folder, port, node, program }: Machine,
): readonly StarterFile[] {
  const { hostname } = new URL(url)
  const isHere = hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]'
  const values = { host: isHere ? 'weekly.example.org' : hostname, folder, port: String(port), node, program }
  return filesOf[place].map(([path, name]) => ({ path, text: fillPattern(pattern(name), values) }))
}
