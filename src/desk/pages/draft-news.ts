// What has happened to a draft while its page is open: told to the page, which shows it when its editor asks for it.
import { minutesBetween } from '../../core/clock.ts'
import type { WeekId } from '../../core/types.ts'
import { readJournal } from '../../store/journal.ts'
import { describeAct } from '../describe-act.ts'
import { findOthersAtWork } from '../presence.ts'
import type { DraftView } from './draft-view.ts'
import { type Asked, deskWords } from './frame.ts'

/** Who else is at work and what they did last, as one line; empty when nobody is. */
export async function describeOthers(
  { deps, signedIn }: Pick<Asked, 'deps' | 'signedIn'>,
  week: WeekId,
): Promise<string> {
  const now = deps.clock.now()
  const others = findOthersAtWork(await readJournal(deps.store.db, week), { editor: signedIn.editor.name, now })
  const { atWork } = deskWords(deps).draftPage
  return others
    .map(entry => atWork(entry.editor, describeAct(entry, deps.language), Math.floor(minutesBetween(entry.at, now))))
    .join(' · ')
}

/** The answer to a page that asks: its rows in order, each with the sign of what it says, and who else is at work. */
export async function answerNews(asked: Asked, draft: DraftView, week: WeekId): Promise<Response> {
  const rows = [...draft.sections.flatMap(({ stories }) => stories), ...draft.held, ...draft.leftOut]
  const news = {
    rows: [['s-foreword', draft.foreword.was], ...rows.map(({ key, sign }) => [`s-${key}`, sign])],
    others: await describeOthers(asked, week),
  }
  return Response.json(news, { headers: { 'Cache-Control': 'no-store' } })
}
