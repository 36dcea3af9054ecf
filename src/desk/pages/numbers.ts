// How the list is doing: readers, cadence, sources and mails of the last twelve weeks. It knows no opens and no clicks, and says so.
import { addMinutes, minutesBetween, parseIsoInstant } from '../../core/clock.ts'
import { reviewOf } from '../../core/release.ts'
import type { Instant, Issue, WeekId } from '../../core/types.ts'
import { addDays, civilDateOf, mondayOf, weekOf } from '../../core/week.ts'
import { type Equation, readEquation } from '../../store/deliveries.ts'
import { readIssuesBefore } from '../../store/issues.ts'
import { countComings, countComplaints, type HourCount, readClosings } from '../../store/numbers.ts'
import { countRepliesTo } from '../../store/replies.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { countVotes, readVoteWords } from '../../store/votes.ts'
import { describeEquation } from './deliveries.ts'
import { drawBars } from './draw-bars.ts'
import { answerPage, type Asked, type DeskDeps, deskWords, renderDeskPage } from './frame.ts'

const WEEKS = 12
const SOURCES_SHOWN = 12
/** A run takes its time; where everything waits for an editor, a day is none lost. */
const TOLERANCE_MINUTES = 60
const WAITING_MINUTES = 24 * 60

/** A share in per cent, with one place. */
const percent = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10}%`

/** The ISO weeks up to an instant, oldest first, as the list's zone has them. */
function lastWeeks(now: Instant, timezone: string): readonly WeekId[] {
  const monday = mondayOf(weekOf(civilDateOf(now, timezone)))
  return Array.from({ length: WEEKS }, (_, i) => weekOf(addDays(monday, (i + 1 - WEEKS) * 7)))
}

function viewReaders({ timezone, clock, language }: DeskDeps, counted: readonly HourCount[]): object {
  const words = deskWords({ language }).numbers
  const weekOfHour = ({ hour }: HourCount): WeekId =>
    weekOf(civilDateOf(parseIsoInstant(`${hour}:00:00Z`) ?? clock.now(), timezone))
  const byWeek = Map.groupBy(counted, weekOfHour)
  const rows = lastWeeks(clock.now(), timezone).map(week => {
    const sum = (kind: HourCount['kind']): number =>
      (byWeek.get(week) ?? []).reduce((all, each) => all + (each.kind === kind ? each.count : 0), 0)
    return { week, confirmed: sum('confirmed'), left: sum('left'), bounced: sum('bounced') }
  })
  const total = (of: 'confirmed' | 'left' | 'bounced'): number => rows.reduce((sum, row) => sum + row[of], 0)
  return {
    rows,
    first: rows[0]?.week ?? '',
    last: rows.at(-1)?.week ?? '',
    said: words.readersSaid(total('confirmed'), total('left') + total('bounced')),
    chart: drawBars(
      rows.map(({ confirmed, left, bounced }) => ({
        up: [{ kind: 'confirmed', value: confirmed }],
        down: [
          { kind: 'left', value: left },
          { kind: 'bounced', value: bounced },
        ],
      })),
    ),
  }
}

/** Oldest first. */
function viewCadence(deps: DeskDeps, issues: readonly Issue[], closings: ReadonlyMap<WeekId, Instant>): object {
  const words = deskWords(deps).numbers
  const { policy, forMinutes } = deps.curate.review ?? reviewOf('wait')
  const allowedMinutes = policy === 'wait' ? WAITING_MINUTES : forMinutes + TOLERANCE_MINUTES
  const rows = issues.map(({ title, week, sealedAt }) => {
    const closesAt = closings.get(week)
    if (closesAt === undefined) return { title, week, minutes: null, took: '', state: 'unplanned' as const }
    const minutes = Math.max(0, Math.round(minutesBetween(closesAt, sealedAt)))
    const state = minutes <= allowedMinutes ? ('onTime' as const) : ('late' as const)
    return { title, week, minutes, took: words.duration(minutes), state }
  })
  const planned = rows.filter(({ minutes }) => minutes !== null)
  const onTime = planned.filter(({ state }) => state === 'onTime').length
  return {
    rows: rows.map(row => ({ ...row, told: words[row.state] })),
    first: rows[0]?.week ?? '',
    last: rows.at(-1)?.week ?? '',
    said: words.cadenceSaid(onTime, planned.length, words.duration(allowedMinutes)),
    chart: drawBars(rows.map(({ minutes, state }) => ({ up: [{ kind: state, value: minutes ?? 0 }] }))),
  }
}

function viewSources(deps: DeskDeps, issues: readonly Issue[]): object {
  const words = deskWords(deps).numbers
  const stories = issues.flatMap(({ sections }) => sections.flatMap(section => section.stories))
  const counted = [...Map.groupBy(stories, ({ lead }) => lead.sourceTitle)]
    .map(([name, of]) => ({ name, stories: of.length }))
    .toSorted((a, b) => b.stories - a.stories || (a.name < b.name ? -1 : 1))
  const [shown, others] = [counted.slice(0, SOURCES_SHOWN), counted.slice(SOURCES_SHOWN)]
  const rest = others.reduce((sum, each) => sum + each.stories, 0)
  const rows = rest === 0 ? shown : [...shown, { name: words.others(others.length), stories: rest }]
  const most = Math.max(1, ...rows.map(each => each.stories))
  return {
    said: words.sourcesSaid(stories.length, issues.length),
    rows: rows.map(row => ({
      ...row,
      share: percent(row.stories, stories.length),
      width: Math.round((row.stories / most) * 1000) / 10,
    })),
  }
}

function viewMails(
  deps: DeskDeps,
  issues: readonly Issue[],
  equations: ReadonlyMap<WeekId, Equation>,
  complaints: ReadonlyMap<WeekId, number>,
): object {
  const words = deskWords(deps).numbers
  const rows = issues.flatMap(({ title, week }) => {
    const equation = equations.get(week)
    if (!equation) return []
    const { sent, bounced } = equation.counts
    const complained = complaints.get(week) ?? 0
    const whole = sent + bounced
    const rates = { bounceRate: percent(bounced, whole), complaintRate: percent(complained, whole) }
    return [{ title, week, whole, bounced, complained, ...rates, ...describeEquation(deps, equation) }]
  })
  const sum = (of: 'whole' | 'bounced' | 'complained'): number => rows.reduce((all, row) => all + row[of], 0)
  return {
    rows,
    first: rows[0]?.week ?? '',
    last: rows.at(-1)?.week ?? '',
    said: words.mailsSaid(percent(sum('bounced'), sum('whole')), percent(sum('complained'), sum('whole'))),
    chart: drawBars(
      rows.map(({ bounced, complained, whole }) => ({
        up: [
          { kind: 'bounceRate', value: whole === 0 ? 0 : bounced / whole },
          { kind: 'complaintRate', value: whole === 0 ? 0 : complained / whole },
        ],
      })),
    ),
  }
}

/** What readers say, newest issue first; null while nobody has said anything. */
async function viewVotes(deps: DeskDeps, issues: readonly Issue[]): Promise<object | null> {
  const { db } = deps.store
  const words = deskWords(deps).numbers
  const weeks = issues.map(({ week }) => week)
  const [votes, replies] = [await countVotes(db, weeks), await countRepliesTo(db, weeks)]
  const rows = issues.toReversed().flatMap(({ title, week }) => {
    const { good, poor } = votes.get(week) ?? { good: 0, poor: 0 }
    const answers = replies.get(week) ?? 0
    return good + poor + answers === 0 ? [] : [{ title, week, good, poor, answers }]
  })
  if (rows.length === 0) return null
  const sum = (of: 'good' | 'poor' | 'answers'): number => rows.reduce((all, row) => all + row[of], 0)
  return {
    rows,
    said: words.votesSaid(sum('good'), sum('poor'), sum('answers')),
    lines: (await readVoteWords(db, weeks)).map(line => ({ ...line, told: words[line.verdict] })),
  }
}

/** The page of numbers. */
export async function showNumbers({ deps, signedIn }: Asked): Promise<Response> {
  const { db } = deps.store
  const words = deskWords(deps).numbers
  const issues = (await readIssuesBefore(db, { limit: WEEKS })).toReversed()
  const weeks = issues.map(({ week }) => week)
  // A week more: weeks begin where the list is, and no zone is a day away.
  const comings = await countComings(db, addMinutes(deps.clock.now(), -(WEEKS + 1) * 7 * 24 * 60))
  const equations = new Map<WeekId, Equation>()
  for (const week of weeks) {
    const equation = await readEquation(db, week)
    if (equation) equations.set(week, equation)
  }
  const { confirmed } = await countSubscribers(db)
  const scope = {
    isEmpty: issues.length === 0 && comings.length === 0 && confirmed === 0,
    hasIssues: issues.length > 0,
    hasMails: equations.size > 0,
    nowConfirmed: words.nowConfirmed(confirmed),
    readers: viewReaders(deps, comings),
    cadence: viewCadence(deps, issues, await readClosings(db, weeks)),
    sources: viewSources(deps, issues),
    votes: await viewVotes(deps, issues),
    mails: viewMails(deps, issues, equations, await countComplaints(db, weeks)),
  }
  return answerPage(renderDeskPage(deps, 'numbers.html', { title: words.title, at: 'numbers' }, scope, signedIn))
}
