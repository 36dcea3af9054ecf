// The picture of the list: in the sizes that browsers, phones, feeds and books take, and named only where there is one.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { imageSize } from 'image-size'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSiteIcon } from '../../src/app/site-icon.ts'
import { drawCover } from '../../src/app/re-encode-picture.ts'
import { renderEpub } from '../../src/publish/epub.ts'
import { viewIssue } from '../../src/publish/issue-view.ts'
import { silentLog } from '../../src/core/log.ts'
import { openCover } from '../../src/publish/site-icon.ts'
import { anIssue, aSite, aStory, shippedTemplates } from '../publish/issues.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

test('an icon stands in pages, feeds and books, the same bytes each time', async () => {
  const background = { r: 200, g: 40, b: 40 }
  const picture = await sharp({ create: { width: 700, height: 400, channels: 3, background } })
    .jpeg()
    .toBuffer()
  const folder = join(program.folder, 'content')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, '图标.png'), picture)
  await program.configure({ icon: '图标.png' })
  await program.run('run', '--now', '2016-12-09T08:30:00+08:00')
  const page = await program.page('index.html')
  expect(page).toContain('<link rel="icon" type="image/png" sizes="64x64" href="/icon-64.png">')
  expect(page).toContain('<link rel="apple-touch-icon" href="/icon-180.png">')
  expect(await program.page('feed.xml')).toMatch(
    /<image>\s*<title>.*<\/title>\s*<url>https?:\/\/.*\/icon-144\.png<\/url>/,
  )
  expect(await program.page('atom.xml')).toMatch(/<logo>\S*\/icon-512\.png<\/logo>\s*<icon>\S*\/icon-64\.png<\/icon>/)
  const feed = JSON.parse(await program.page('feed.json')) as { readonly icon: string; readonly favicon: string }
  expect([feed.icon, feed.favicon].map(url => new URL(url).pathname)).toEqual(['/icon-512.png', '/icon-64.png'])
  const output = join(program.folder, 'public')
  for (const side of [64, 144, 180, 512])
    expect(imageSize(await readFile(join(output, `icon-${side}.png`)))).toMatchObject({ width: side, height: side })
  const draw = (): Promise<Uint8Array> => drawCover(picture)
  const issue = anIssue([{ title: 'All', stories: [aStory({})] }])
  const site = aSite({ icon: { version: '1', draw } })
  const cover = openCover(site)
  await cover?.load()
  const book = unzipSync(renderEpub(site, viewIssue(site, issue, 'en'), shippedTemplates, cover?.read() ?? null))
  expect(imageSize(book['book/cover.png'] ?? new Uint8Array())).toMatchObject({ width: 1_200, height: 1_600 })
  expect(Buffer.from(book['book/package.opf'] ?? []).toString()).toContain('properties="cover-image"')
  expect(Buffer.from(await draw()).equals(Buffer.from(await draw()))).toBe(true)
})

test.each([
  ['nothing', null, 'FILE_UNREADABLE'],
  ['a script in the guise of a picture', '<svg onload="alert(1)"/>', 'PICTURE_REFUSED'],
])('%s is refused before anything is written', async (_what, text, code) => {
  await mkdir(join(program.folder, 'content'), { recursive: true })
  if (text !== null) await writeFile(join(program.folder, 'content', 'icon.png'), text)
  await program.configure({ icon: 'icon.png' })
  await expect(program.open()).rejects.toMatchObject({ code })
})

test.each(['png', 'jpeg', 'gif', 'webp'] as const)('of a cut %s there is no icon, and a warning', async format => {
  // Uneven: the whole of an even picture may lie before the cut.
  const pixels = Uint8Array.from({ length: 60 * 60 * 3 }, (_each, index) => ((index * index * 7_919) >> 3) & 255)
  const picture = await sharp(pixels, { raw: { width: 60, height: 60, channels: 3 } })
    .toFormat(format)
    .toBuffer()
  const warnings: string[] = []
  const log = { ...silentLog, warn: (told: string) => void warnings.push(told) }
  const opened = async (bytes: Uint8Array) => {
    await writeFile(join(program.folder, '图标'), bytes)
    return openSiteIcon('图标', { content: program.folder, config: program.folder }, log)
  }
  expect(await opened(picture)).not.toBeNull()
  expect(warnings).toEqual([])
  for (const share of [0.5, 0.9]) expect(await opened(picture.subarray(0, picture.length * share))).toBeNull()
  expect(warnings).toEqual(['icon.incomplete', 'icon.incomplete'])
})
