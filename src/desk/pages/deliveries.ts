// Who got which issue: the equation of each in words, and the mails that somebody should look at, with the reasons. For owners and editors.
import { cutAtSentence } from '../../core/text.ts'
import type { Issue } from '../../core/types.ts'
import { type Delivery, type Equation, listDeliveries, readEquation } from '../../store/deliveries.ts'
import { readIssue, readIssuesBefore } from '../../store/issues.ts'
import { answerNotice, answerPage, type Asked, type DeskDeps, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { viewMoment } from './moments.ts'
import { decideMails } from './uncertain-mails.ts'
import { cutFound, readNumber, readWeek, ROWS_A_PAGE } from './paging.ts'

/** Issues of the first page. */
const ISSUES_SHOWN = 10
/** Longer answers of relays are cut on the page. */
const RESPONSE_SHOWN = 300

const all = ['sent', 'bounced', 'skipped', 'uncertain', 'deferred', 'data', 'claimed', 'pending'] as const
/** The states that somebody should look at; the first waits for a decision. */
const looked = ['uncertain', 'bounced', 'skipped'] as const

/** The equation of an issue in words, and whether it holds. */
export function describeEquation(deps: Pick<DeskDeps, 'language'>, equation: Equation | null) {
  const words = deskWords(deps)
  if (!equation) return { said: words.notMailed, verdict: '' }
  const { frozen, counts, balanced } = equation
  const parts = all.flatMap(state => (counts[state] === 0 ? [] : [words.deliveryStates[state](counts[state])]))
  const sum = all.reduce((known, state) => known + counts[state], 0)
  return {
    said: words.equation(words.readers(frozen), parts),
    verdict: balanced ? words.balanced : words.unbalanced(words.readers(sum)),
  }
}

async function viewIssue(deps: DeskDeps, { week, title }: Issue): Promise<object> {
  const equation = await readEquation(deps.store.db, week)
  const isOpen = looked.some(state => (equation?.counts[state] ?? 0) > 0)
  const href = deskPath(deps, `deliveries/${week}`)
  return { title, path: `issues/${week}/`, equation: describeEquation(deps, equation), href, isOpen }
}

async function showIssues({ deps, visit, signedIn }: Asked): Promise<Response> {
  const before = readWeek(new URL(visit.request.url).searchParams.get('before') ?? '')
  const found = await readIssuesBefore(deps.store.db, { week: before ?? undefined, limit: ISSUES_SHOWN + 1 })
  const path = deskPath(deps, 'deliveries')
  const next = (last: Issue): string => `${path}?before=${last.week}`
  const { rows, pages } = cutFound(found, before === null ? null : path, next, ISSUES_SHOWN)
  const scope = { issues: await Promise.all(rows.map(issue => viewIssue(deps, issue))), pages }
  const page = { title: deskWords(deps).deliveries, at: 'deliveries' }
  return answerPage(renderDeskPage(deps, 'deliveries.html', page, scope, signedIn))
}

function viewDelivery(deps: DeskDeps, { email, response, updated_at: updatedAt }: Delivery): object {
  const said = cutAtSentence(response ?? '', RESPONSE_SHOWN).text
  return { email, response: said === '' ? deskWords(deps).noReason : said, updated: viewMoment(updatedAt, deps) }
}

async function showIssue({ deps, visit, signedIn }: Asked, issue: Issue): Promise<Response> {
  const { url } = visit.request
  const words = deskWords(deps)
  const { db } = deps.store
  const asked = new URL(url).searchParams
  const equation = await readEquation(db, issue.week)
  const filled = looked.find(each => (equation?.counts[each] ?? 0) > 0) ?? looked[0]
  const state = looked.find(each => each === asked.get('state')) ?? filled
  const link = (each: string): string => `${deskPath(deps, `deliveries/${issue.week}`)}?state=${each}`
  const after = asked.has('after') ? readNumber(url, 'after', 1) : 0
  const found = await listDeliveries(db, issue.week, state, ROWS_A_PAGE + 1, after)
  const next = ({ id }: Delivery): string => `${link(state)}&after=${id}`
  const { rows, pages } = cutFound(found, after === 0 ? null : link(state), next)
  const scope = {
    issue: issue.title,
    path: `issues/${issue.week}/`,
    equation: describeEquation(deps, equation),
    pages,
    states: looked.map(each => ({
      words: words.deliveryStates[each](equation?.counts[each] ?? 0),
      href: link(each),
      isShown: each === state,
    })),
    rows: rows.map(row => viewDelivery(deps, row)),
    action: deskPath(deps, `deliveries/${issue.week}`),
    mayDecide: state === 'uncertain' && rows.length > 0,
  }
  const page = { title: words.deliveries, at: 'deliveries' }
  return answerPage(renderDeskPage(deps, 'issue-deliveries.html', page, scope, signedIn))
}

/** The page of the latest issues, and that of each. */
export async function showDeliveries(asked: Asked): Promise<Response> {
  const { deps, signedIn, rest } = asked
  const [week] = rest
  if (week === undefined || week === '') return showIssues(asked)
  const named = readWeek(week)
  const issue = named && (await readIssue(deps.store.db, named))
  if (issue) return asked.fields ? decideMails(asked, issue, asked.fields) : showIssue(asked, issue)
  const { notFoundTitle: title, notFoundText: text } = deskWords(deps)
  return answerNotice(deps, { title, text, status: 404 }, signedIn)
}
