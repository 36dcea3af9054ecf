import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendSources, deleteSource } from '../../src/app/edit-sources.ts'

let folder: string
const write = (text: string): Promise<void> => writeFile(join(folder, 'sources.yaml'), text)
const read = (): Promise<string> => readFile(join(folder, 'sources.yaml'), 'utf8')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-sources-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a source is added at the end, and comments and order stay', async () => {
  await write('# my feeds\n\n- url: https://a.example/feed # the best\n  weight: 2\n')
  await appendSources(folder, [{ url: 'https://b.example/feed', section: '容器' }])
  expect(await read()).toBe(
    '# my feeds\n\n- url: https://a.example/feed # the best\n  weight: 2\n- url: https://b.example/feed\n  section: 容器\n',
  )
})

test.each([['[]\n'], ['']])('a first source is added to the list %j', async text => {
  await write(text)
  await appendSources(folder, [{ url: 'https://b.example/feed' }])
  expect(await read()).toBe('- url: https://b.example/feed\n')
})

test('the last source is removed, and the comment above it stays', async () => {
  await write('# my feeds\n\n- url: https://a.example/feed\n')
  expect(await deleteSource(folder, 'https://a.example/feed')).toBe(true)
  expect(await read()).toBe('# my feeds\n\n[]\n')
  expect(await deleteSource(folder, 'https://a.example/feed')).toBe(false)
})
