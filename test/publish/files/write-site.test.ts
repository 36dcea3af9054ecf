import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WeeklyError } from '../../../src/core/errors.ts'
import { fingerprintOf, type PlannedFile, type SiteFile } from '../../../src/publish/files/site-file.ts'
import { readManifest } from '../../../src/publish/files/site-manifest.ts'
import { isAsWritten, type WriteReport, writeSite as writePlanned } from '../../../src/publish/files/write-site.ts'
import { partSuffix } from '../../../src/publish/files/write-file.ts'

/** Plans of files whose content is all that they are made from. */
const planned = (files: readonly SiteFile[]): PlannedFile[] =>
  files.map(({ path, content }) => ({
    path,
    madeFrom: fingerprintOf(Buffer.from(content).toString('hex')),
    render: () => content,
  }))
const writeSite = (folder: string, files: readonly SiteFile[]): Promise<WriteReport> =>
  writePlanned(folder, planned(files))

const isFrom = async (folder: string, madeFrom: string): Promise<boolean> =>
  isAsWritten(folder, await readManifest(folder), madeFrom)

const readAll = async (folder: string): Promise<Record<string, string>> => {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(each => each.isFile())
  const paths = names.map(each => join(each.parentPath, each.name)).filter(path => !path.endsWith('.weekly-files.json'))
  return Object.fromEntries(await Promise.all(paths.map(async path => [path, await readFile(path, 'utf8')] as const)))
}

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
  expect(await writeSite(folder, renewed)).toEqual({ written: 5, unchanged: 0, removed: 0, refused: [] })
  expect(await readFile(join(folder, 'issues/2016-W49/issue.epub'))).toEqual(Buffer.from([0, 255, 1]))
  expect((await readdir(folder, { recursive: true })).filter(name => name.endsWith('part'))).toEqual([])
})

test('touches no file whose content stays', async () => {
  const folder = await aFolder()
  await writeSite(folder, old)
  const before = await stat(join(folder, 'style.css'), { bigint: true })
  expect(await writeSite(folder, renewed)).toEqual({ written: 3, unchanged: 2, removed: 0, refused: [] })
  const after = await stat(join(folder, 'style.css'), { bigint: true })
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs])
})

describe('rendering', () => {
  const untouched: PlannedFile = {
    path: 'index.html',
    madeFrom: 'same',
    render: () => expect.fail('rendered without need'),
  }
  const first: PlannedFile = { ...untouched, render: () => 'index' }

  test('is done only when what the file is made from has changed', async () => {
    const folder = await aFolder()
    await writePlanned(folder, [first])
    expect(await writePlanned(folder, [untouched])).toMatchObject({ written: 0, unchanged: 1 })
    expect(await writePlanned(folder, [{ ...first, madeFrom: 'other' }])).toMatchObject({ written: 0, unchanged: 1 })
    await expect(writePlanned(folder, [{ ...untouched, madeFrom: 'third' }])).rejects.toThrow('without need')
  })

  test.each([
    ['was written by somebody else', async (path: string) => writeFile(path, 'xndex'), 1],
    ['was touched', async (path: string) => utimes(path, 7, 7), 0],
    ['was removed', async (path: string) => rm(path), 1],
  ])('is done again when the file %s', async (_what, change, written) => {
    const folder = await aFolder()
    await writePlanned(folder, [first])
    await change(join(folder, 'index.html'))
    expect(await writePlanned(folder, [first])).toMatchObject({ written })
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toBe('index')
    expect(await writePlanned(folder, [untouched])).toMatchObject({ unchanged: 1 })
  })

  test('that fails leaves the whole site as it was, and no part of the new one', async () => {
    const folder = await aFolder()
    await writeSite(folder, old)
    const before = await readAll(folder)
    const broken = {
      ...untouched,
      path: 'zz.html',
      render: () => {
        throw new WeeklyError('TEMPLATE_FAILED', 'broken')
      },
    }
    await expect(writePlanned(folder, [...planned(renewed), broken])).rejects.toMatchObject({ code: 'TEMPLATE_FAILED' })
    expect(await readAll(folder)).toEqual(before)
  })
})

test('a feed that was refused stays as it was, the rest is written, and it is tried again', async () => {
  const folder = await aFolder()
  await writeSite(folder, [{ path: 'feed.xml', content: 'old feed' }])
  const feed: PlannedFile = {
    path: 'feed.xml',
    madeFrom: 'new',
    render: () => 'new feed',
    check: content => Promise.reject(new WeeklyError('FEED_READBACK_FAILED', content)),
  }
  const { refused, written } = await writePlanned(folder, [feed, ...planned(old)])
  expect([refused.map(({ path, error }) => [path, error.message]), written]).toEqual([[['feed.xml', 'new feed']], 3])
  expect(await readFile(join(folder, 'feed.xml'), 'utf8')).toBe('old feed')
  expect(await writePlanned(folder, [{ ...feed, check: undefined }, ...planned(old)])).toMatchObject({ written: 1 })
})

describe('what is rendered no longer', () => {
  test('is removed with its empty folder, and nothing else is', async () => {
    const folder = await aFolder()
    await writeSite(folder, renewed)
    await writeFile(join(folder, 'CNAME'), 'weekly.example.org')
    await writeFile(join(folder, 'issues/mine.html'), 'the curator’s')
    expect(await writeSite(folder, old.slice(0, 2))).toEqual({ written: 1, unchanged: 1, removed: 3, refused: [] })
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
    ['leads out of the folder', '{"../kept": null, "/tmp/kept": {"madeFrom": "x"}}'],
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

describe('a site that was written from something', () => {
  const write = async (madeFrom: string): Promise<string> => {
    const folder = await aFolder()
    await writePlanned(folder, planned(old), [], madeFrom)
    return folder
  }

  test('is as written until it is made from something else', async () => {
    const folder = await write('one')
    expect([await isFrom(folder, 'one'), await isFrom(folder, 'two')]).toEqual([true, false])
    await writePlanned(folder, planned(old), [], 'two')
    expect([await isFrom(folder, 'one'), await isFrom(folder, 'two')]).toEqual([false, true])
  })

  test.each([
    ['a file was changed', async (folder: string) => writeFile(join(folder, 'index.html'), 'xld index')],
    ['a file was touched', async (folder: string) => utimes(join(folder, 'style.css'), 7, 7)],
    ['a file was removed', async (folder: string) => rm(join(folder, 'issues/2016-W48/index.html'))],
    ['the list of our files is gone', async (folder: string) => rm(join(folder, '.weekly-files.json'))],
    ['it is gone', async (folder: string) => rm(folder, { recursive: true })],
  ])('is not as written when %s', async (_what, change) => {
    const folder = await write('one')
    await change(folder)
    expect(await isFrom(folder, 'one')).toBe(false)
  })

  test('is not as written when a feed was refused, or when the writing failed', async () => {
    const folder = await write('one')
    const check = () => Promise.reject(new WeeklyError('FEED_READBACK_FAILED', 'refused'))
    await writePlanned(
      folder,
      [...planned(old), { path: 'feed.xml', madeFrom: '', render: () => '', check }],
      [],
      'two',
    )
    expect(await isFrom(folder, 'two')).toBe(false)
    await mkdir(join(folder, 'page'))
    await expect(writePlanned(folder, planned([{ path: 'page', content: '' }]), [], 'one')).rejects.toThrow('page')
    expect(await isFrom(folder, 'one')).toBe(false)
  })
})

describe('what is to be kept once', () => {
  const page = (version: string): PlannedFile => ({ path: 'index.html', madeFrom: version, render: () => version })
  const part = (version: string): PlannedFile => ({
    path: `search/${version}/0.bin`,
    madeFrom: version,
    render: () => version,
    isKeptOnce: true,
  })
  const publish = async (folder: string, version: string) => {
    const report = await writePlanned(folder, [page(version), part(version)])
    const names = await readdir(join(folder, 'search'))
    return [report.removed, names.toSorted()]
  }

  test('stays through the publishing that plans it no longer and through all that change nothing, and goes with the next', async () => {
    const folder = await aFolder()
    expect(await publish(folder, '1')).toEqual([0, ['1']])
    expect(await publish(folder, '2')).toEqual([0, ['1', '2']])
    expect(await publish(folder, '2')).toEqual([0, ['1', '2']])
    expect(await publish(folder, '3')).toEqual([1, ['2', '3']])
    expect(await publish(folder, '2')).toEqual([0, ['2', '3']])
    expect(await publish(folder, '4')).toEqual([1, ['2', '4']])
  })

  test('stays through a failure too', async () => {
    const folder = await aFolder()
    await publish(folder, '1')
    const broken: PlannedFile = {
      path: 'broken.html',
      madeFrom: '',
      render: () => {
        throw new WeeklyError('TEMPLATE_FAILED', 'broken')
      },
    }
    await expect(writePlanned(folder, [page('2'), part('2'), broken])).rejects.toThrow('broken')
    expect(await publish(folder, '2')).toEqual([0, ['1', '2']])
  })
})

describe('a failure half-way', () => {
  test('such as a full disk leaves every byte of the old site, and no part of the new one', async () => {
    const folder = await aFolder()
    await writeSite(folder, old)
    const before = await readAll(folder)
    await mkdir(join(folder, 'issues/2016-W49'))
    await symlink('/dev/full', join(folder, `issues/2016-W49/issue.epub${partSuffix}`))
    await expect(writeSite(folder, renewed)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      retryable: true,
      context: { code: 'ENOSPC' },
    })
    expect(await readAll(folder)).toEqual(before)
    expect(await writeSite(folder, renewed)).toMatchObject({ written: 3 })
  })

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
    // A process that is killed leaves the files that it was about to change without a vouch.
    await writeFile(join(folder, '.weekly-files.json'), JSON.stringify({ 'index.html': null }))
    for (const end of ['.weekly-part', '.part-0a1b2c']) await writeFile(join(folder, `index.html${end}`), 'half')
    await writeSite(folder, renewed)
    expect((await readdir(folder)).filter(name => name.includes('part'))).toEqual([])
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

test('folders that are to be kept lose nothing', async () => {
  const folder = await aFolder()
  await writeSite(folder, [...old, { path: 'posts/a/picture.png', content: new Uint8Array([1, 2, 3]) }])
  expect(await writePlanned(folder, planned(old), ['posts/a/'])).toMatchObject({ removed: 0 })
  expect(await readFile(join(folder, 'posts/a/picture.png'))).toEqual(Buffer.from([1, 2, 3]))
  expect(await writeSite(folder, old)).toMatchObject({ removed: 1 })
})
