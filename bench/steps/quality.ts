// The project's measures of quality on its own sets, and on those that are named from outside.
import { measureArticles, measureOutsideArticles } from '../quality/matters/articles.ts'
import { measureLists } from '../quality/matters/lists.ts'
import { measureOrder } from '../quality/matters/order.ts'
import { measurePages } from '../quality/matters/pages.ts'
import { measurePairs } from '../quality/matters/pairs.ts'
import { measureSections } from '../quality/matters/sections.ts'
import { measureSeries } from '../quality/matters/series.ts'
import { measureOutsideStories, measureStories } from '../quality/matters/stories.ts'
import { measureOutsideSummaries, measureSummaries } from '../quality/matters/summaries.ts'
import { measureOutsideWeeks, measureWeeks } from '../quality/matters/weeks.ts'
import type { Score } from '../quality/score.ts'
import type { StepOptions } from '../steps.ts'

/** Measures every matter; sets from outside come after the project's own. */
export async function measure({ sets }: StepOptions): Promise<readonly Score[]> {
  return [
    ...measureArticles(),
    ...(await measureLists()),
    ...measureStories(),
    ...measureSeries(),
    ...measurePairs(),
    ...measureWeeks(),
    ...measureSummaries(),
    ...(await measurePages()),
    ...measureSections(),
    ...measureOrder(),
    ...sets.articles.flatMap(folder => measureOutsideArticles(folder)),
    ...measureOutsideStories(sets.stories),
    ...sets.summaries.flatMap(path => measureOutsideSummaries(path)),
    ...sets.weeks.flatMap(path => measureOutsideWeeks(path)),
  ]
}
