// Takes issues that only the published site has into the store again, from their own pages.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { adoptLists, type WeekOfLists } from '../adopt/adopt-lists.ts'
import type { ListedSection } from '../collect/pages/reading-list.ts'
import type { CivilDate, WeekId } from '../core/types.ts'
import { instantOfCivil } from '../core/week.ts'
import { parseMarkup } from '../formats/markup.ts'
import type { App } from './wire.ts'

/** Reads an issue from its own page: title, date, and its stories by section. */
function readIssuePage(
  html: string,
  url: string,
): { title: string; date: CivilDate | null; sections: ListedSection[] } {
  const $ = parseMarkup(html)
  const textOf = (node: Parameters<typeof $>[0]): string => $(node).text().replace(/\s+/g, ' ').trim()
  const heading = $('h1').first()
  const date = /^\d{4}-\d\d-\d\d/.exec(heading.find('time').attr('datetime') ?? '')?.[0] ?? null
  heading.find('time, .dot').remove()
  const sections = $('section')
    .toArray()
    .map(section => ({
      title: textOf($(section).children('h2').first().get(0) ?? section),
      stories: $(section)
        .children('article.story')
        .toArray()
        .map(story => ({
          title: textOf($(story).find('h3').first().get(0) ?? story),
          url: $(story).find('h3 a').attr('href') ?? null,
          pdfUrl: null,
          summary: $(story).children('p').not('.meta').first().text().trim(),
          points: $(story).children('ul').first().children('li').toArray().map(textOf),
          note: null,
          body: [],
        })),
    }))
  return {
    title: heading.text().trim() || url,
    date: date as CivilDate | null,
    sections: sections.filter(({ stories }) => stories.length > 0),
  }
}

/** Takes the issues that only the site has into the store: their numbers are taken, their stories told, and none is ever mailed by itself. */
export async function adoptFromSite(app: App, weeks: readonly WeekId[]): Promise<readonly WeekId[]> {
  const { output, url, title } = app.config.weekly
  const lists: WeekOfLists[] = []
  for (const week of weeks) {
    const path = `issues/${week}/index.html`
    const page = readIssuePage(await readFile(join(output, path), 'utf8').catch(() => ''), path)
    if (page.sections.length === 0 || page.date === null) continue
    const publishedAt = instantOfCivil(page.date, '00:00', app.timezone)
    const verdict = {
      kind: 'list',
      foreword: null,
      opening: [],
      sections: page.sections,
      why: 'it is an issue of this list',
    } as const
    lists.push({
      week,
      lists: [{ url: new URL(path, url).href, title: page.title, date: page.date, publishedAt, verdict }],
    })
  }
  const adopted = await adoptLists(app.adopt, { url, title }, lists)
  return adopted.flatMap(({ week, issue }) => (issue === null ? [] : [week]))
}
