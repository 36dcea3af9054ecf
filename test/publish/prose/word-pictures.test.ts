import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWordPictures } from '../../../src/publish/prose/word-pictures.ts'
import { aSite } from '../issues.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfz0AEYBxVSF+FAP5FDvcfRYWgAAAAAElFTkSuQmCC',
  'base64',
)
let content: string
beforeEach(() => {
  content = mkdtempSync(join(tmpdir(), 'words-'))
  mkdirSync(join(content, 'pictures'))
  for (const name of ['图 a.png', 'a.png', '.hidden.png']) writeFileSync(join(content, 'pictures', name), png)
  writeFileSync(join(content, 'pictures', 'a.svg'), '<svg/>')
  writeFileSync(join(content, 'secret.png'), png)
})
afterEach(() => rmSync(content, { recursive: true }))

test('a picture is found by its name, with its size and its place on the site', () => {
  expect(openWordPictures(content, aSite()).at('pictures/a.png')).toEqual({
    url: 'https://weekly.example.org/list/pictures/a.png',
    path: '/list/pictures/a.png',
    size: { width: 1, height: 1 },
  })
})

test.each([
  'pictures/b.png',
  'pictures/a.svg',
  'secret.png',
  'pictures/../secret.png',
  'pictures/%2e%2e%2fsecret.png',
  'pictures/.hidden.png',
  'https://x.example/a.png',
  '%',
])('%s is none', target => {
  expect(openWordPictures(content, aSite()).at(target)).toBeNull()
})

test('the files of the folder are those of the site, and without a folder there are none', async () => {
  const files = openWordPictures(content, aSite()).files()
  expect(files.map(({ path }) => path)).toEqual(['pictures/a.png'])
  expect(Buffer.from((await files[0]?.read()) ?? []).equals(png)).toBe(true)
  expect(openWordPictures(join(content, 'none'), aSite()).files()).toEqual([])
})
