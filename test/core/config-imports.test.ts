// What reading the configuration loads: every command does it, and most say nothing in the words of site and mail.
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../src/core')

/** A module's own file and all that it imports of ours, types left out. */
function reach(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^import (?!type\b)[^;]*? from '(\.[^']+)'/gmsu))
    reach(join(dirname(file), path), found)
  return found
}

test('no words of the interface but the names of its languages', () => {
  const files = [...reach(join(root, 'config.ts'))].map(file => relative(root, file))
  expect(files).toContain('mail-config.ts')
  expect(files.filter(file => file.startsWith('words/'))).toEqual(['words/tags.ts'])
})
