// What renderings need is loaded once, and dropped as soon as nothing needs it.
import { expect, test } from 'vitest'
import { inTurns } from '../../../src/publish/files/needed.ts'
import type { Needed, PlannedFile } from '../../../src/publish/files/site-file.ts'

interface Watched extends Needed {
  readonly name: number
  readonly isLoaded: () => boolean
}

function watch(name: number, told: string[]): Watched {
  let isLoaded = false
  return {
    name,
    isLoaded: () => isLoaded,
    load: async () => {
      await Promise.resolve()
      if (!isLoaded) told.push(`+${name}`)
      isLoaded = true
    },
    drop: () => {
      isLoaded = false
      told.push(`-${name}`)
    },
  }
}

const fileOf = (path: string, needs?: readonly Needed[]): PlannedFile => ({
  path,
  madeFrom: '',
  render: () => '',
  needs,
})

/** Works through all turns, one file after the other; answers what was loaded, dropped and rendered. */
async function workThrough(files: readonly PlannedFile[], told: string[]): Promise<readonly string[]> {
  for (const { files: together, lend } of inTurns(files))
    for (const file of together)
      await lend(file, () => {
        for (const each of ('needs' in file ? file.needs : undefined) ?? [])
          expect((each as Watched).isLoaded()).toBe(true)
        return Promise.resolve(told.push(file.path))
      })
  return told
}

test('files that need the same stand side by side, and what needs nothing comes last', async () => {
  const told: string[] = []
  const [one, two] = [watch(1, told), watch(2, told)]
  const ofOne = [one]
  const files = [
    fileOf('style'),
    fileOf('page 1', ofOne),
    fileOf('book 1', ofOne),
    fileOf('page 2', [two]),
    fileOf('list', [one, two]),
  ]
  expect(await workThrough(files, told)).toEqual([
    '+1',
    'page 1',
    'book 1',
    '+2',
    'list',
    '-1',
    'page 2',
    '-2',
    'style',
  ])
})

test('what needs a whole archive waits until the others have let go of it', async () => {
  const told: string[] = []
  const all = Array.from({ length: 200 }, (_, name) => watch(name, told))
  const files = [
    fileOf('words 0', all),
    fileOf('words 1', all),
    ...all.map(each => fileOf(`page ${each.name}`, [each])),
  ]
  const order = await workThrough(files, told)
  expect(order.filter(each => each.startsWith('words'))).toEqual(['words 0', 'words 1'])
  expect(order.indexOf('words 0')).toBeGreaterThan(order.indexOf('-199'))
  expect(all.some(each => each.isLoaded())).toBe(false)
})

test('a rendering that fails lets go as well', async () => {
  const told: string[] = []
  const [turn] = inTurns([fileOf('page', [watch(1, told)])])
  const [file] = turn?.files ?? []
  if (!turn || !file) throw new Error('no turn')
  await expect(turn.lend(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(told).toEqual(['+1', '-1'])
})
