// Reads the tables of words from which the bench writes whole articles: domains, sentences with slots, and fillings.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../corpus.ts'

/** How an article is written; `t` are its titles, `*` sentences that fit every manner, `s` those of hardly anything but slots. */
export type Manner = 'b' | 'r' | 'n' | 'w' | 't' | '*' | 's'

/** Lists of fillings by the name of their slot. */
export type Fillings = Readonly<Record<string, readonly string[]>>

/** All that the articles of one language are written from. */
export interface Words {
  readonly language: Language
  /** Each domain's own fillings; its name is the only one under `domain`. */
  readonly domains: readonly Fillings[]
  readonly frames: ReadonlyMap<Manner, readonly string[]>
  /** Fillings that all domains share. */
  readonly shared: Fillings
}

function readLines(file: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, 'words', file), 'utf8')
  return text.split('\n').filter(line => !line.startsWith('#'))
}

/** `name: one; two` a line. */
function parseFillings(lines: readonly string[]): Fillings {
  const pairs = lines
    .filter(line => line.includes(':'))
    .map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).split(';')] as const
    })
  return Object.fromEntries(pairs.map(([name, values]) => [name, values.map(value => value.trim())]))
}

function readDomains(file: string): readonly Fillings[] {
  const blocks = readLines(file)
    .join('\n')
    .trim()
    .split(/\n{2,}/)
  return blocks.map(block => parseFillings(block.split('\n')))
}

function readFrames(file: string): ReadonlyMap<Manner, readonly string[]> {
  const lines = readLines(file).filter(line => line.includes(': '))
  const byManner = Map.groupBy(lines, line => line.charAt(0) as Manner)
  return new Map([...byManner].map(([manner, of]) => [manner, of.map(line => line.slice(3))]))
}

/** Reads the tables of a language from `words/`. */
export function readWords(language: Language): Words {
  return {
    language,
    domains: readDomains(`domains.${language}.txt`),
    frames: readFrames(`frames.${language}.txt`),
    shared: parseFillings(readLines(`fillers.${language}.txt`)),
  }
}
