// Share cards are drawn in a process of its own: the same bytes, gone with the last card; one that cannot be drawn harms only itself.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { imageSize } from 'image-size'
import { expect, onTestFinished, test } from 'vitest'
import { drawCard } from '../../src/app/draw-card.ts'
import { openCardDrawer } from '../../src/app/draw-cards.ts'
import { run } from '../../src/app/run.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant } from '../../src/core/types.ts'
import type { CardDrawer } from '../../src/publish/card/write-cards.ts'
import { writeCards } from '../../src/publish/card/write-cards.ts'
import { readManifest, writeManifest } from '../../src/publish/files/site-manifest.ts'
import { publish } from '../../src/publish/publish.ts'
import { rssOf } from '../servers.ts'
import { createProgram } from './program.ts'

const clock = { now: () => '2026-12-04T08:00:00.000Z' as Instant }
const wordsOf = (...titles: readonly string[]) => titles.map(title => ({ list: '每周', title, label: '1' }))

/** Draws and answers what came of each. */
async function drawAll(drawer: CardDrawer, ...titles: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
  const drawn: (Uint8Array | null)[] = []
  await drawer.draw(wordsOf(...titles), (png, index) => {
    drawn[index] = png
    return Promise.resolve(true)
  })
  return drawn
}

test('cards have the bytes that they have when they are drawn here, and their process ends with them', async () => {
  const started: ReturnType<typeof fork>[] = []
  const watched = ((...told: Parameters<typeof fork>) => {
    const child = fork(...told)
    started.push(child)
    return child
  }) as typeof fork
  const titles = ['容器运行时', 'What fsync promises']
  const drawer = openCardDrawer(silentLog, clock, { fork: watched })
  const drawn = await drawAll(drawer, ...titles)
  const [child] = started
  if (child?.exitCode === null) await once(child, 'exit')
  expect([started.length, child?.exitCode, drawer.isResting()]).toEqual([1, 0, false])
  // At the same time here: what one reads of the font the other waits for.
  const here = await Promise.all(wordsOf(...titles).map(drawCard))
  expect(drawn.map((png, index) => png && Buffer.compare(png, here[index] ?? png))).toEqual([0, 0])
})

/** Ends, hangs or fails by the title, and draws others in no time. */
const frail = `process.on('message', ({ title }: { readonly title: string }) => {
  if (title === '被杀') process.kill(process.pid, 'SIGKILL')
  if (title === 'ends') process.exit(3)
  if (title === 'hangs') for (;;);
  process.send?.(title === 'fails' ? { failure: 'no font' } : { png: new Uint8Array([1, title.length]) })
})`

test('a card at which its process is killed, ends, hangs or fails is left out alone, is logged, and by itself is left for an hour', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-cards-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'a frail.ts')
  await writeFile(path, frail)
  const told: unknown[] = []
  const log = { ...silentLog, warn: (event: string, fields?: object) => void told.push({ event, ...fields }) }
  let now = clock.now()
  const drawer = openCardDrawer(log, { now: () => now }, { program: pathToFileURL(path), cardMs: 1_200 })
  const drawn = await drawAll(drawer, '一', '被杀', 'b', 'ends', 'hangs', 'fails', '二二')
  const [one, two] = [new Uint8Array([1, 1]), new Uint8Array([1, 2])]
  expect(drawn.map(png => png && Uint8Array.from(png))).toEqual([one, null, one, null, null, null, two])
  expect(told).toEqual([
    { event: 'card.not-drawn', title: '被杀', error: 'Error: the process that draws ended with SIGKILL' },
    { event: 'card.not-drawn', title: 'ends', error: 'Error: the process that draws ended with 3' },
    { event: 'card.not-drawn', title: 'hangs', error: 'Error: the process that draws ended with SIGKILL' },
    { event: 'card.not-drawn', title: 'fails', error: 'Error: no font' },
  ])
  expect(drawer.isResting()).toBe(false)
  await drawAll(drawer, 'fails')
  expect(drawer.isResting()).toBe(true)
  now = '2026-12-04T09:00:00.000Z' as Instant
  expect(drawer.isResting()).toBe(false)
})

test('a machine that starts no process draws them here, and where five in turn fail at first the others are not tried', async () => {
  const nowhere = ((path: string, args: object) => fork(path, { ...args, execPath: '/nowhere/node' })) as typeof fork
  const [card] = await drawAll(openCardDrawer(silentLog, clock, { fork: nowhere }), 'Drawn here')
  expect(imageSize(card ?? new Uint8Array())).toMatchObject({ width: 1_200, height: 630 })
  const tried: unknown[] = []
  const log = { ...silentLog, warn: (_event: string, fields?: object) => void tried.push(fields) }
  const broken = openCardDrawer(log, clock, { fork: nowhere, program: pathToFileURL('/nowhere') })
  const noWords = [null, null, null, null, null, null, null].map(title => title as unknown as string)
  expect(await drawAll(broken, ...noWords)).toEqual(noWords)
  expect(tried).toHaveLength(5)
})

const failing = (isResting: boolean): CardDrawer => ({
  draw: async (cards, take) => {
    for (const index of cards.keys()) await take(null, index)
  },
  isResting: () => isResting,
})
const isThere = (path: string): Promise<boolean> => access(path).then(...[() => true, () => false])

test('an issue whose card cannot be drawn has neither the picture nor its name, and both with the next publishing', async () => {
  const program = await createProgram({ issue: { card: true } })
  onTestFinished(() => program.remove())
  const item = {
    link: 'https://example.org/一',
    title: 'One 一',
    date: '2016-12-06T10:00:00+08:00',
    text: '字. '.repeat(99),
  }
  await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', [item]))
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
  const app = await program.open({ now: '2016-12-09T08:30:00+08:00' })
  onTestFinished(() => app.close())
  const [page, card] = ['issues/2016-W49/index.html', join(program.folder, 'public', 'issues/2016-W49/card.png')]
  const named = async (): Promise<readonly boolean[]> => [
    (await program.page(page)).includes('og:image'),
    await isThere(card),
  ]
  const { cards, ...deps } = app.publish
  await run({ ...app, publish: { ...deps, cards: failing(false) } })
  expect(await named()).toEqual([false, false])
  // A server does nothing more for an hour, unless something else is new.
  await publish({ ...deps, ...(cards && { cards: { ...cards, isResting: () => true } }) }, [])
  expect(await named()).toEqual([false, false])
  await publish(app.publish, [])
  expect(await named()).toEqual([true, true])
  expect((await stat(card)).size).toBeGreaterThan(1_000)
  // With other words the old picture is not that of the issue.
  const site = { ...deps.site, title: 'Another name 新名' }
  await publish({ ...deps, site, cards: failing(false) }, [])
  expect(await named()).toEqual([false, false])
})

test('a picture of one pixel, as earlier versions left for a card that could not be drawn, is drawn again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-cards-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [words] = wordsOf('a')
  const planned = words ? [{ path: 'a/card.png', folder: 'a/', madeFrom: '1', words }] : []
  const sizes = [68, 69]
  const drawer: CardDrawer = {
    draw: async (_cards, take) => {
      await take(Buffer.alloc(sizes.shift() ?? 70), 0)
    },
    isResting: () => false,
  }
  const written: number[] = []
  while (written.length < 6) {
    const cards = await writeCards(folder, planned, [], await readManifest(folder), drawer)
    written.push(cards.written, (await stat(join(folder, 'a/card.png'))).size)
    await writeManifest(folder, [...cards.manifest.files], null)
  }
  expect(written).toEqual([1, 68, 1, 69, 0, 69])
})

test('of many cards some are drawn at a time, the newest first, whatever cannot be drawn before them; who follows draws all', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-cards-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const all = wordsOf('bad', ...Array.from({ length: 119 }, (_, index) => `Issue ${119 - index}`))
  const planned = all.map((words, index) => ({ path: `${index}/card.png`, folder: `${index}/`, madeFrom: '1', words }))
  const asked: string[] = []
  const drawer: CardDrawer = {
    draw: async (cards, take) => {
      for (const [index, { title }] of cards.entries()) {
        asked.push(title)
        if (!(await take(title === 'bad' ? null : Buffer.alloc(99), index))) break
      }
    },
    isResting: () => false,
  }
  const write = async (mostDrawn?: number): Promise<readonly number[]> => {
    const cards = await writeCards(folder, planned, [], await readManifest(folder), drawer, mostDrawn)
    await writeManifest(folder, [...cards.manifest.files], null)
    return [cards.written, cards.missing.size, cards.files.length, Number(cards.areMore)]
  }
  expect(await write()).toEqual([50, 70, 50, 1])
  expect(asked.slice(0, 3)).toEqual(['bad', 'Issue 119', 'Issue 118'])
  expect(await write()).toEqual([50, 20, 100, 1])
  expect(await write()).toEqual([19, 1, 119, 0])
  await rm(join(folder, '7'), { recursive: true })
  await rm(join(folder, '99'), { recursive: true })
  expect(await write(1)).toEqual([1, 2, 118, 1])
  expect(await write(Infinity)).toEqual([1, 1, 119, 0])
})

test('the cards that are left come an hour later, and until then a run that finds nothing new draws none', async () => {
  const program = await createProgram({ issue: { card: true } })
  onTestFinished(() => program.remove())
  await mkdir(join(program.folder, 'content'), { recursive: true })
  for (let number = 0; number < 60; number++)
    await writeFile(
      join(program.folder, 'content', `post-${number}.md`),
      `---\ntitle: Post ${number} 文\ndate: 2016-11-01\n---\nWords.\n`,
    )
  await program.setSources([])
  const app = await program.open({ now: '2016-12-09T08:30:00+08:00' })
  onTestFinished(() => app.close())
  const asked: string[] = []
  const cards: CardDrawer = {
    draw: async (wanted, take) => {
      for (const [index, { title }] of wanted.entries()) {
        asked.push(title)
        if (!(await take(Buffer.alloc(99), index))) break
      }
    },
    isResting: () => false,
  }
  const publishAt = async (minutes: number): Promise<number> => {
    asked.length = 0
    await publish({ ...app.publish, cards, clock: { now: () => addMinutes(app.publish.clock.now(), minutes) } }, [])
    return asked.length
  }
  expect(await publishAt(0)).toBe(50)
  expect(await publishAt(1)).toBe(0)
  expect(await publishAt(59)).toBe(0)
  expect(await publishAt(60)).toBe(10)
  expect(await publishAt(200)).toBe(0)
})
