// The feed of issues stays small whatever the issues hold, and what it leaves out is in its archives.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRssFeed } from 'feedsmith'
import type { CivilDate, Instant, Issue } from '../../../src/core/types.ts'
import { addDays, weekOf } from '../../../src/core/week.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import type { PlannedFile } from '../../../src/publish/files/site-file.ts'
import { planFeeds } from '../../../src/publish/feeds/site-feeds.ts'
import { markAll, openPresses } from '../../../src/publish/site/press.ts'
import { openArchive } from '../../../src/publish/site/site-in-memory.ts'
import { mergeByDate } from '../../../src/publish/site/publications.ts'
import { aChineseStory, anIssue, aSite, aStory, shippedTemplates } from '../issues.ts'

/** Issues with so many stories each, the oldest first in `counts`; half of the stories are Chinese. */
const issuesOf = (counts: readonly number[], summary?: string): Issue[] =>
  counts
    .map((count, index) => {
      const date = addDays('2014-01-02' as CivilDate, 7 * index)
      const stories = Array.from({ length: count }, (_, place) => {
        const id = `s${index}-${place}`
        const points = Array.from(
          { length: 4 },
          () => 'A point that is as long as most points of a story are, and then some. ',
        )
        const told = summary === undefined ? {} : { summary }
        return place % 2
          ? aStory({ id, points, ...told })
          : aChineseStory({
              id,
              ...told,
              points: points.map(() => '这一点和大多数要点一样长，还要更长一些，因为它讲的是一致性。'),
            })
      })
      const sealedAt = `${date}T00:00:00.000Z` as Instant
      return anIssue([{ title: 'Clouds', stories }], { number: index + 1, date, week: weekOf(date), sealedAt })
    })
    .toReversed()

const feedsOf = (issues: readonly Issue[]): ReadonlyMap<string, PlannedFile> => {
  const archive = openArchive(aSite(), issues, noAftercare)
  const files = planFeeds(
    openPresses(aSite(), shippedTemplates, markAll('')).feeds,
    archive,
    mergeByDate(archive.issues, []),
  )
  return new Map(files.map(file => [file.path, file]))
}
const linksIn = (file: PlannedFile | undefined): readonly string[] =>
  (parseRssFeed(String(file?.render())).items ?? []).flatMap(({ link }) => link ?? [])
const archivesOf = (files: ReadonlyMap<string, PlannedFile>): readonly PlannedFile[] =>
  [...files.values()].filter(({ path }) => /^archive\/\d+\/feed\.xml$/.test(path))

test('of thirty issues of twenty stories each format is below 300 KB, and archives are below half of that', () => {
  const files = feedsOf(issuesOf(Array.from({ length: 30 }, () => 20)))
  for (const [path, file] of files)
    if (/^(?:archive\/\d+\/)?(?:feed\.xml|atom\.xml|feed\.json)$/.test(path))
      expect(Buffer.byteLength(String(file.render())), path).toBeLessThan(
        path.startsWith('archive') ? 150_000 : 300_000,
      )
  for (const path of ['stories.xml', 'stories-atom.xml', 'stories.json'])
    expect(Buffer.byteLength(String(files.get(path)?.render()))).toBeLessThan(300_000)
})

test('of weeks of forty long stories the feeds of stories have the newest issue whole, and of the one before as many as leave them below 300 KB', () => {
  const files = feedsOf(issuesOf([40, 40, 40], '一个“很长”的摘要 & <more> of it. '.repeat(28)))
  for (const path of ['stories.xml', 'stories-atom.xml', 'stories.json'])
    expect(Buffer.byteLength(String(files.get(path)?.render())), path).toBeLessThan(300_000)
  const links = linksIn(files.get('stories.xml'))
  expect(links.length).toBeGreaterThan(40)
  expect(links.length).toBeLessThan(80)
  expect(linksIn(feedsOf(issuesOf([40, 40, 40])).get('stories.xml'))).toHaveLength(80)
})

test('whatever the issues hold, each is in the feed or in an archive, and an archive that is there stays as it is', () => {
  const counts = fc.array(fc.constantFrom(1, 3, 20, 60), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(counts, all => {
      const issues = issuesOf(all)
      const files = feedsOf(issues)
      const archives = archivesOf(files)
      const held = [...linksIn(files.get('feed.xml')), ...archives.flatMap(linksIn)]
      expect(new Set(held).size).toBe(all.length)
      const before = archivesOf(feedsOf(issues.slice(1)))
      for (const { path } of before.slice(0, -1)) {
        const [was, is] = [before, archives].map(each => each.find(one => one.path === path))
        expect(linksIn(is)).toEqual(linksIn(was))
      }
    }),
    { numRuns: 15 },
  )
})
