// An archive of issues, of which four fill the youngest part of the search, and the publishing of its search alone.
import type { CivilDate, Instant } from '../../../src/core/types.ts'
import { addDays, weekOf } from '../../../src/core/week.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import { writeSite } from '../../../src/publish/files/write-site.ts'
import { planSearch } from '../../../src/publish/search/search-site.ts'
import { markAll, openPresses } from '../../../src/publish/site/press.ts'
import { openArchive } from '../../../src/publish/site/site-in-memory.ts'
import { mergeByDate } from '../../../src/publish/site/publications.ts'
import { anIssue, aSite, aStory, shippedTemplates } from '../issues.ts'

/** How many stories each issue has; every one has the word lease. */
export const STORIES_PER_ISSUE = 8

/** Publishes the search of so many issues into the folder. */
export async function publishLeases(folder: string, issues: number): Promise<void> {
  const archive = Array.from({ length: issues }, (_, index) => {
    const date = addDays('2016-01-07' as CivilDate, 7 * index)
    const summary = `lease ${'of everything and nothing '.repeat(640)}`
    const stories = Array.from({ length: STORIES_PER_ISSUE }, (_story, place) =>
      aStory({ id: `s${index}-${place}`, title: `Story ${index}-${place}`, summary, points: [summary] }),
    )
    const sealedAt = `${date}T00:00:00.000Z` as Instant
    return anIssue([{ title: 'Clouds', stories }], { number: index + 1, date, week: weekOf(date), sealedAt })
  }).toReversed()
  const site = aSite()
  const publications = mergeByDate(openArchive(site, archive, noAftercare).issues, [])
  await writeSite(folder, planSearch(openPresses(site, shippedTemplates, markAll('')).search, publications))
}
