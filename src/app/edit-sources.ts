// Changes sources.yaml and keeps its comments and order: what is written can be read, and replaces nothing that came meanwhile.
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, isMap, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml'
import { WeeklyError } from '../core/errors.ts'
import { parseYaml } from '../formats/yaml-file.ts'

/** What a new source says; missing keys take their defaults. */
export interface NewSource {
  readonly url: string
  readonly kind?: 'page' | 'sitemap' | 'json'
  readonly title?: string
  readonly section?: string
  readonly [setting: string]: unknown
}

/** Settings of a source by their names; undefined takes one out, so that it has its default again. */
export type SourceChanges = Readonly<Record<string, unknown>>

/** Checks the text of the list before it is written; throws when it could not be read. */
export type CheckList = (text: string) => void

/** Replaces the file at once. Its mode stays, and where its name is a link the file behind it changes. */
async function replaceText(path: string, text: string): Promise<void> {
  const target = await realpath(path)
  const { mode } = await stat(target)
  const begun = `${target}.new-${process.pid}`
  try {
    await writeFile(begun, text, { mode })
    // The umask has its say when a file is made.
    await chmod(begun, mode)
    await rename(begun, target)
  } finally {
    await rm(begun, { force: true })
  }
}

/** One change after the other: two of one process would each write over what the other had read. */
let turn: Promise<unknown> = Promise.resolve()

function inOrder<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work)
  turn = done.catch(() => undefined)
  return done
}

async function changeList(
  folder: string,
  check: CheckList,
  change: (list: YAMLSeq, document: Document) => void,
): Promise<void> {
  await changeYamlFile(join(folder, 'sources.yaml'), {
    check,
    change: document => {
      const list = isSeq(document.contents) ? document.contents : new YAMLSeq()
      document.contents = list
      change(list, document)
      // An empty list is written `[]`; sources stand in lines of their own.
      list.flow = list.items.length === 0
    },
  })
}

/**
 * Changes a file of the configuration, comments and order kept. `check` throws for a text that may not be written. Throws CONFIG_MISSING,
 * CONFIG_INVALID, CONFIG_CHANGED, OUTPUT_UNWRITABLE.
 */
async function changeYamlFile(
  path: string,
  {
    check,
    change,
  }: { readonly check: (text: string) => void | Promise<void>; readonly change: (document: Document) => void },
): Promise<void> {
  const before = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new WeeklyError('CONFIG_MISSING', `${path} cannot be read: ${(cause as Error).message}`, {
      hint: 'Name the configuration folder with --config DIR.',
      cause,
    })
  })
  const { document } = parseYaml(path, before, 'CONFIG_INVALID')
  change(document)
  const text = document.toString({ lineWidth: 120 })
  await check(text)
  // An editor may have saved it since: what is lost then was never seen.
  if ((await readFile(path, 'utf8').catch(() => null)) !== before) throw changedMeanwhile(path)
  try {
    await replaceText(path, text)
  } catch (cause) {
    throw new WeeklyError('OUTPUT_UNWRITABLE', `${path} cannot be written: ${(cause as Error).message}`, {
      hint: 'Make the configuration folder writable, or edit the file by hand.',
      cause,
    })
  }
}

/** Adds an entry at the end of the list under a key of a file of settings, which is made where it is missing. Throws like `appendSources`. */
export async function appendUnder(
  path: string,
  key: string,
  entry: object,
  check: (text: string) => Promise<void>,
): Promise<void> {
  const change = (document: Document): void => {
    const root = isMap(document.contents) ? document.contents : new YAMLMap()
    document.contents = root
    const list = root.get(key, true)
    if (!isSeq(list)) {
      root.set(key, document.createNode([entry]))
      return
    }
    list.flow = false
    list.items.push(document.createNode(entry))
  }
  await inOrder(() => changeYamlFile(path, { check, change }))
}

function changedMeanwhile(path: string): WeeklyError {
  return new WeeklyError('CONFIG_CHANGED', `${path} was changed while it was being edited; nothing was written`, {
    hint: 'Do it once more.',
    retryable: true,
  })
}

/** Adds sources at the end of the list. Throws CONFIG_MISSING, CONFIG_INVALID, CONFIG_CHANGED, OUTPUT_UNWRITABLE, and what `check` throws. */
export async function appendSources(
  folder: string,
  sources: readonly NewSource[],
  check: CheckList = () => undefined,
): Promise<void> {
  await inOrder(() =>
    changeList(folder, check, (list, document) => {
      for (const source of sources) list.items.push(document.createNode(source))
    }),
  )
}

/** Removes the source with the address; false when there is none. Throws like `appendSources`. */
export async function deleteSource(folder: string, url: string): Promise<boolean> {
  let isFound = false
  await inOrder(() =>
    changeList(
      folder,
      () => undefined,
      list => {
        const kept = list.items.filter(item => !(isMap(item) && item.get('url') === url))
        isFound = kept.length < list.items.length
        list.items = kept
      },
    ),
  )
  return isFound
}

/** A source of the file as its editor saw it. */
export interface SeenSource {
  /** Its place in the list, counted from 0. */
  readonly place: number
  /** What the entry says, as `describeEntry` tells it. */
  readonly seen: string
}

function entryAt(list: YAMLSeq, { place, seen }: SeenSource, path: string): YAMLMap {
  const item = list.items[place]
  if (!isMap(item) || describeEntry(item.toJSON()) !== seen) throw changedMeanwhile(path)
  return item
}

/** What an entry says without the values of its headers: two that differ in these alone read alike. */
export function describeEntry(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return ''
  const { headers, ...said } = entry as Readonly<Record<string, unknown>>
  const names = typeof headers === 'object' && headers !== null ? Object.keys(headers) : []
  return JSON.stringify([said, names])
}

/** The entries of a list as they are written, place by place. Throws nothing: a list that is none has none. */
export function readEntries(text: string): readonly unknown[] {
  const { contents } = parseDocument(text)
  return isSeq(contents) ? contents.items.map(item => (isMap(item) ? item.toJSON() : null) as unknown) : []
}

/**
 * Changes settings of one source, or with null removes it. Throws CONFIG_CHANGED when the entry says something else than its editor saw, and
 * like `appendSources`.
 */
export async function changeEntry(
  folder: string,
  seen: SeenSource,
  changes: SourceChanges | null,
  check: CheckList,
): Promise<void> {
  await inOrder(() =>
    changeList(folder, check, (list, document) => {
      const entry = entryAt(list, seen, join(folder, 'sources.yaml'))
      if (changes === null) list.items.splice(seen.place, 1)
      for (const [name, value] of Object.entries(changes ?? {}))
        if (value === undefined) entry.delete(name)
        else entry.set(name, typeof value === 'object' ? document.createNode(value) : value)
    }),
  )
}
