import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSite } from '../../src/publish/write-site.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'weekly-site-'))
})
afterAll(() => rm(root, { recursive: true }))

const aFolder = async (): Promise<string> => join(await mkdtemp(join(root, 'case-')), 'public')
const old = [
  { path: 'index.html', content: 'old index' },
  { path: 'style.css', content: 'old style' },
  { path: 'issues/2016-W48/index.html', content: 'forty-eight' },
]
const renewed = [
  { path: 'feed.xml', content: 'feed' },
  { path: 'index.html', content: 'new index' },
  { path: 'style.css', content: 'old style' },
  { path: 'issues/2016-W48/index.html', content: 'forty-eight' },
  { path: 'issues/2016-W49/issue.epub', content: new Uint8Array([0, 255, 1]) },
]

test('writes text and bytes into folders that it makes, and leaves no temporary file', async () => {
  const folder = await aFolder()
  expect(await writeSite(folder, renewed)).toEqual({ written: 5, unchanged: 0, removed: 0 })
  expect(await readFile(join(folder, 'issues/2016-W49/issue.epub'))).toEqual(Buffer.from([0, 255, 1]))
  expect((await readdir(folder, { recursive: true })).filter(name => name.endsWith('part'))).toEqual([])
})

test('touches no file whose content stays', async () => {
  const folder = await aFolder()
  await writeSite(folder, old)
  const before = await stat(join(folder, 'style.css'), { bigint: true })
  expect(await writeSite(folder, renewed)).toEqual({ written: 3, unchanged: 2, removed: 0 })
  const after = await stat(join(folder, 'style.css'), { bigint: true })
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs])
})

describe('what is rendered no longer', () => {
  test('is removed with its empty folder, and nothing else is', async () => {
    const folder = await aFolder()
    await writeSite(folder, renewed)
    await writeFile(join(folder, 'CNAME'), 'weekly.example.org')
    await writeFile(join(folder, 'issues/mine.html'), 'the curator’s')
    expect(await writeSite(folder, old.slice(0, 2))).toEqual({ written: 1, unchanged: 1, removed: 3 })
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
      '.weekly-files.json',
      'CNAME',
      'index.html',
      'issues',
      'issues/mine.html',
      'style.css',
    ])
  })

  test.each([
    ['is broken', '{'],
    ['is something else', '{"a":1}'],
    ['leads out of the folder', '["../kept", "/tmp/kept", 7]'],
  ])('is left alone when the list of our files %s', async (_what, manifest) => {
    const folder = await aFolder()
    await writeSite(folder, renewed)
    await writeFile(join(folder, '..', 'kept'), 'kept')
    await writeFile(join(folder, '.weekly-files.json'), manifest)
    expect(await writeSite(folder, old)).toMatchObject({ removed: 0 })
    expect(await readFile(join(folder, '..', 'kept'), 'utf8')).toBe('kept')
    expect(await readFile(join(folder, 'feed.xml'), 'utf8')).toBe('feed')
  })
})

describe('a failure half-way', () => {
  test('leaves what readers see whole: the index of old still stands, and no page that it links to is gone', async () => {
    const folder = await aFolder()
    await writeSite(folder, old)
    await writeFile(join(folder, 'issues/2016-W49'), 'a file in the way')
    await expect(
      writeSite(
        folder,
        renewed.slice(1).filter(({ path }) => !path.includes('W48')),
      ),
    ).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringContaining('issues/2016-W49') as string,
    })
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toBe('old index')
    expect(await readFile(join(folder, 'issues/2016-W48/index.html'), 'utf8')).toBe('forty-eight')
  })

  test('is made good by the next run, which still knows which files are ours', async () => {
    const folder = await aFolder()
    await writeSite(folder, old)
    await writeFile(join(folder, 'issues/2016-W49'), 'a file in the way')
    await expect(writeSite(folder, renewed)).rejects.toThrow()
    await rm(join(folder, 'issues/2016-W49'))
    expect(await writeSite(folder, renewed.slice(0, 3))).toMatchObject({ removed: 1 })
    expect(await readdir(folder)).not.toContain('issues')
  })

  test('of an earlier run left a half-written temporary file: it is replaced', async () => {
    const folder = await aFolder()
    await writeSite(folder, old)
    await writeFile(join(folder, 'index.html.weekly-part'), 'half')
    await writeSite(folder, renewed)
    expect(await readdir(folder)).not.toContain('index.html.weekly-part')
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toBe('new index')
  })
})

describe('a place that cannot be written', () => {
  test.each([
    [
      'a file where the site’s folder should be',
      async (folder: string) => writeFile(folder, ''),
      'ENOTDIR',
      'A file stands',
    ],
    [
      'a file where a folder of the site should be',
      async (folder: string) => mkdir(folder).then(() => writeFile(join(folder, 'issues'), '')),
      'ENOTDIR',
      'A file stands',
    ],
    [
      'a folder where a page should be',
      async (folder: string) => mkdir(join(folder, 'index.html'), { recursive: true }),
      'EISDIR',
      'A folder stands',
    ],
  ])('such as %s is OUTPUT_UNWRITABLE with path, cause and what to do', async (_what, prepare, cause, hint) => {
    const folder = await aFolder()
    await prepare(folder)
    await expect(writeSite(folder, old)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringMatching(new RegExp(`^${folder}.* cannot be written: ${cause}$`)) as string,
      hint: expect.stringContaining(hint) as string,
      context: { code: cause },
    })
  })
})

test('files of others are copied, and folders that are to be kept lose nothing', async () => {
  const folder = await aFolder()
  const from = join(root, 'picture.png')
  await writeFile(from, new Uint8Array([1, 2, 3]))
  const copies = [{ path: 'posts/a/picture.png', from }]
  expect(await writeSite(folder, old, { copies })).toEqual({ written: 4, unchanged: 0, removed: 0 })
  expect(await writeSite(folder, old, { copies })).toEqual({ written: 0, unchanged: 4, removed: 0 })
  expect(await readFile(join(folder, 'posts/a/picture.png'))).toEqual(Buffer.from([1, 2, 3]))
  expect(await writeSite(folder, old, { keptFolders: ['posts/a/'] })).toMatchObject({ removed: 0 })
  expect(await writeSite(folder, old)).toMatchObject({ removed: 1 })
  await rm(from)
  await expect(writeSite(folder, old, { copies })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
})
