// Changes sources.yaml and keeps its comments and order.
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, isMap, isSeq, parseDocument, YAMLSeq } from 'yaml'
import { WeeklyError } from '../core/errors.ts'

/** What a new source says; missing keys take their defaults. */
export interface NewSource {
  readonly url: string
  readonly kind?: 'page'
  readonly title?: string
  readonly section?: string
  readonly [setting: string]: unknown
}

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

async function changeSources(folder: string, change: (list: YAMLSeq, document: Document) => void): Promise<void> {
  const path = join(folder, 'sources.yaml')
  const document: Document = parseDocument(await readFile(path, 'utf8'))
  const list = isSeq(document.contents) ? document.contents : new YAMLSeq()
  document.contents = list
  change(list, document)
  // An empty list is written `[]`; sources stand in lines of their own.
  list.flow = list.items.length === 0
  const text = document.toString({ lineWidth: 120 })
  try {
    await replaceText(path, text)
  } catch (cause) {
    throw new WeeklyError('OUTPUT_UNWRITABLE', `${path} cannot be written: ${(cause as Error).message}`, {
      hint: 'Make the configuration folder writable, or edit the file by hand.',
      cause,
    })
  }
}

/** Adds sources at the end of the list. */
export async function appendSources(folder: string, sources: readonly NewSource[]): Promise<void> {
  await changeSources(folder, (list, document) => {
    for (const source of sources) list.items.push(document.createNode(source))
  })
}

/** Removes the source with the address; false when there is none. */
export async function deleteSource(folder: string, url: string): Promise<boolean> {
  let isFound = false
  await changeSources(folder, list => {
    const kept = list.items.filter(item => !(isMap(item) && item.get('url') === url))
    isFound = kept.length < list.items.length
    list.items = kept
  })
  return isFound
}
