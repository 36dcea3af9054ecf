// Whole pages with lists, as sites of many kinds build them, each with the list that a reader would take from it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPageList } from '../../src/collect/pages/page-list.ts'

const folder = join(import.meta.dirname, '..', 'fixtures', 'list-pages')
const names = readdirSync(folder)
  .filter(name => name.endsWith('.html'))
  .map(name => name.replace('.html', ''))

test.each(names)('%s', name => {
  const page = readFileSync(join(folder, `${name}.html`))
  const golden = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as unknown
  const { items } = readPageList(page, { url: 'https://site.example/blog/' }, null)
  expect(items.map(({ publishedAt, title, url }) => ({ date: publishedAt?.slice(0, 10) ?? null, title, url }))).toEqual(
    golden,
  )
})
