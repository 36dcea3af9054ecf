// Reading in threads: pages that take too much end alone, and a thread that is gone is replaced.
import { afterEach, describe, expect, test } from 'vitest'
import { isWeeklyError } from '../../src/core/errors.ts'
import { decideMemory, type ThreadLimits } from '../../src/extract/reading-limits.ts'
import { type ArticleReader, openReadingThreads } from '../../src/extract/reading-threads.ts'
import { aFetchedPage, anItem, aTask, paragraphs } from './items.ts'

const program = new URL('./threads/misbehaving-thread.ts', import.meta.url)
const opened: ArticleReader[] = []
const open = (limits: Partial<ThreadLimits>) => {
  const reader = openReadingThreads(limits)
  opened.push(reader)
  return reader
}
const titled = (title: string) => aTask({ item: anItem({ title }) })

afterEach(async () => {
  await Promise.all(opened.splice(0).map(reader => reader.close()))
})

test('a page crosses to a thread, and its article and failures cross back', async () => {
  const reader = open({})
  const page = aFetchedPage(`<title>Walls</title><article>${paragraphs(4)}</article>`)
  const article = await reader.read(aTask({ page }))
  expect(article).toMatchObject({ method: 'page', title: 'Walls between containers', language: 'en' })
  const failed: unknown = await reader
    .read(aTask({ page: aFetchedPage('%PDF-1.4 and no more') }))
    .catch((error: unknown) => error)
  expect(isWeeklyError(failed) && [failed.code, failed.hint !== null]).toEqual(['PDF_UNREADABLE', true])
})

describe.each<[string, Partial<ThreadLimits>, string]>([
  ['loop', { cpuMs: 2_000 }, 'took over 2 s of processor time'],
  ['fill the heap', { heapMb: 32 }, 'took over 32 MB of memory'],
  ['fill buffers', { buffersMb: 100 }, 'took over 100 MB of buffers'],
  ['exit', {}, 'ended its thread'],
])('a page that makes its thread %s', (deed, limits, words) => {
  test('fails alone, with what it took', async () => {
    const reader = open({ program, threads: 1, ...limits })
    const readings = ['before', deed, 'after', 'long after'].map(title => reader.read(titled(title)))
    const [before, costly, ...after] = await Promise.allSettled(readings)
    expect(before).toMatchObject({ status: 'fulfilled', value: { title: 'before' } })
    expect(costly).toMatchObject({
      status: 'rejected',
      reason: { code: 'ARTICLE_TOO_COSTLY', message: expect.stringContaining(words) as string },
    })
    expect(after).toMatchObject([{ value: { title: 'after' } }, { value: { title: 'long after' } }])
  })
})

test('a bug in a thread is thrown as what it is, and the next page is read', async () => {
  const reader = open({ program, threads: 1 })
  const readings = ['have a bug', 'next'].map(title => reader.read(titled(title)))
  expect(await Promise.allSettled(readings)).toMatchObject([
    { reason: { name: 'TypeError', message: 'a bug' } },
    { value: { title: 'next' } },
  ])
})

test('others are not kept waiting behind a slow page', async () => {
  const reader = open({ program, threads: 2 })
  const slow = reader.read(titled('loop')).catch((error: unknown) => error)
  expect(await reader.read(titled('quick'))).toMatchObject({ title: 'quick' })
  await reader.close()
  expect(await slow).toMatchObject({ code: 'ARTICLE_TOO_COSTLY' })
})

test('closing ends what is read and what waits', async () => {
  const reader = open({ program, threads: 1 })
  const readings = Promise.allSettled(['loop', 'never'].map(title => reader.read(titled(title))))
  await reader.close()
  expect(await readings).toMatchObject([
    { reason: { code: 'ARTICLE_TOO_COSTLY' } },
    { reason: { code: 'ARTICLE_TOO_COSTLY' } },
  ])
})

test('a thread that has nothing to do ends, and comes again with the next page', async () => {
  const reader = open({ program, idleMs: 0 })
  for (const title of ['one', 'two']) {
    expect(await reader.read(titled(title))).toMatchObject({ title })
    await new Promise(resolve => setTimeout(resolve, 5))
  }
})

test('threads that rest are those without work, and the next page starts one again', async () => {
  const reader = open({ program })
  expect(await reader.read(titled('one'))).toMatchObject({ title: 'one' })
  await reader.rest()
  const reading = reader.read(titled('two'))
  await reader.rest()
  expect(await reading).toMatchObject({ title: 'two' })
})

test('what an article takes is told, and what took too long may be read again', async () => {
  const reader = open({ program, threads: 1, cpuMs: 200 })
  const spent: number[] = []
  const reading = reader.read(titled('loop'), cpuMs => spent.push(cpuMs))
  await expect(reading).rejects.toMatchObject({ code: 'ARTICLE_TOO_COSTLY', retryable: true })
  expect(spent).toHaveLength(1)
  expect(spent[0]).toBeGreaterThan(200)
})

test.each([
  ['a cgroup of 320 MB', 320, 4, { threads: 1, heapMb: 64, buffersMb: 33 }],
  ['a cgroup of 512 MB', 512, 4, { threads: 1, heapMb: 147, buffersMb: 98 }],
  ['a machine of 1 GB', 1_024, 2, { threads: 2, heapMb: 192, buffersMb: 136 }],
  ['a machine of 16 GB with two cores', 16_384, 2, { threads: 2, heapMb: 192, buffersMb: 192 }],
  ['next to nothing', 100, 1, { threads: 1, heapMb: 64, buffersMb: 24 }],
])('on %s the threads take what there is', (_name, megabytes, processors, limits) => {
  expect(decideMemory(megabytes * 1024 * 1024, processors)).toEqual(limits)
})
