// One search of an archive as a browser does it: the bytes and requests of the dearest of several questions, its script included; against
// Pagefind over the pages of the same issues.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { noAftercare } from '../../src/publish/aftercare.ts'
import { planSearch } from '../../src/publish/search/search-site.ts'
import { markAll, openPresses } from '../../src/publish/site/press.ts'
import { openArchive } from '../../src/publish/site/site-in-memory.ts'
import { renderIssuePage } from '../../src/publish/site/issue-page.ts'
import { mergeByDate } from '../../src/publish/site/publications.ts'
import { loadTemplates } from '../../src/publish/template.ts'
import { join } from 'node:path'
import { site, writeIssues } from '../issues.ts'
import { projectFolder } from '../measure.ts'
import { type SearchCost, searchByPagefind } from '../pagefind.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

interface PageScript {
  search(
    base: string,
    head: unknown,
    question: string,
  ): Promise<{ first: number; loadHit(place: number): Promise<unknown> }>
}

/** Common and rare words, one letter, one character, phrases; none that is a word of one topic alone. */
const questions = [
  'service',
  's',
  'quorum',
  'service request cluster',
  '的',
  '容器',
  '系统',
  '服务请求集群',
  '数据库的索引',
]
/** What a search may send, in bytes and requests, by the number of issues. */
const aims = new Map([
  [50, { bytes: 60_000, requests: 12 }],
  [500, { bytes: 60_000, requests: 12 }],
  [2_000, { bytes: 90_000, requests: 15 }],
])

/** The dearest question: bytes as sent, of files that are compressed as they lie there, and the script by gzip. */
async function searchOnce(files: ReadonlyMap<string, Uint8Array>): Promise<SearchCost> {
  let asked: number[] = []
  const server = createServer((request, response) => {
    const content = files.get(request.url ?? '') ?? new Uint8Array()
    asked.push(content.length)
    response.end(content)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/search/`
  const head: unknown = JSON.parse(Buffer.from(files.get('/search/index.json') ?? []).toString())
  const scriptPath = [...files.keys()].find(path => path.endsWith('.js')) ?? ''
  const scriptBytes = gzipSync(files.get(scriptPath) ?? new Uint8Array()).length
  let dearest = { bytes: 0, requests: 0 }
  for (const [place, question] of questions.entries()) {
    asked = [scriptBytes]
    // Each with nothing kept from the one before.
    const script = (await import(
      `${join(projectFolder, 'templates', 'search.js')}?${files.size}-${place}`
    )) as PageScript
    const found = await script.search(base, head, question)
    await Promise.all(Array.from({ length: found.first }, (_, hit) => found.loadHit(hit)))
    const bytes = asked.reduce((sum, each) => sum + each, 0)
    dearest = { bytes: Math.max(dearest.bytes, bytes), requests: Math.max(dearest.requests, asked.length) }
  }
  await new Promise(done => server.close(done))
  return dearest
}

async function measureArchive(count: number): Promise<readonly Measure[]> {
  const templates = loadTemplates(join(projectFolder, 'templates'))
  const archive = openArchive(site, writeIssues(count), noAftercare)
  const planned = planSearch(openPresses(site, templates, markAll('')).search, mergeByDate(archive.issues, []))
  const files = new Map(planned.map(({ path, render }) => [`/${path}`, Buffer.from(render())]))
  const { bytes, requests } = await searchOnce(files)
  const pages = new Map(
    archive.issues.map(each => [
      `/${each.issue.week}/`,
      renderIssuePage(site, each.view(), { older: null, newer: null }, templates),
    ]),
  )
  const [page = ''] = pages.values()
  const pagefind = await searchByPagefind(pages, questions)
  const aim = aims.get(count)
  const line = (
    name: string,
    ratio: number,
    against: string,
    value: number,
    unit: string,
    bound?: number,
  ): Measure => ({
    step: 'search',
    name: `${count} issues, ${name}`,
    ratio,
    against,
    figure: { value, unit },
    better: 'less',
    aim: bound === undefined ? null : { on: 'figure', bound },
  })
  return [
    line('bytes', bytes / gzipSync(page).length, 'the page of an issue', bytes, 'B', aim?.bytes),
    line('requests', requests, 'one request', requests, '', aim?.requests),
    line('bytes', bytes / pagefind.bytes, 'Pagefind', bytes, 'B'),
    line('requests', requests / pagefind.requests, 'Pagefind', requests, ''),
  ]
}

/** Bytes and requests do not depend on the machine. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const measures: Measure[] = []
  for (const count of large ? [50, 500, 2_000] : [50, 500]) measures.push(...(await measureArchive(count)))
  return measures
}
