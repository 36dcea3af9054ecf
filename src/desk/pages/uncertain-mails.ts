// What an editor decides about mails that may or may not have arrived: one, or all of an issue.
import type { Issue } from '../../core/types.ts'
import { readEquation } from '../../store/deliveries.ts'
import { decideUncertain, type UncertainDecision } from '../../store/uncertain.ts'
import { explainError } from './explain-error.ts'
import { isWeeklyError } from '../../core/errors.ts'
import { answerNotice, type Asked, deskPath, deskWords, goTo } from './frame.ts'
import { answerQuestion } from './question.ts'

const decisions = ['resend', 'settle'] as const
const isDecision = (text: string | null): text is UncertainDecision => decisions.some(each => each === text)

/**
 * Takes the form of an uncertain mail, or that of all; about all it asks first. A second tap finds nothing that is uncertain any more. Mails to
 * be sent again go out with the next run, and where the issue's time to be mailed by itself is over, the page says how.
 */
export async function decideMails(
  asked: Asked,
  { week, title, mailUntil }: Issue,
  fields: URLSearchParams,
): Promise<Response> {
  const { deps, signedIn } = asked
  const { db } = deps.store
  const words = deskWords(deps)
  const own = words.uncertainMails
  const [decision, email] = [fields.get('decision'), fields.get('email') ?? '']
  const back = `${deskPath(deps, `deliveries/${week}`)}?state=uncertain`
  if (!isDecision(decision) || email === '') return goTo(back)
  if (email === 'all' && fields.get('sure') !== 'yes') {
    const mails = (await readEquation(db, week))?.counts.uncertain ?? 0
    return answerQuestion(asked, {
      title: own.askTitle,
      lines: [title, own.ask[decision](mails)],
      ...{ action: deskPath(deps, `deliveries/${week}`), back, button: own.all[decision], at: 'deliveries' },
      fields: { decision, email, sure: 'yes' },
    })
  }
  const now = deps.clock.now()
  try {
    const mails = await decideUncertain(db, week, { email, decision }, now)
    const isOver = mailUntil === null || mailUntil <= now
    if (decision === 'settle' || mails === 0 || !isOver) return goTo(back)
    return answerNotice(deps, { title: own.waitsTitle, text: own.waits(week), status: 200 }, signedIn)
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return answerNotice(deps, { title: words.notDone, text: explainError(deps, error), status: 422 }, signedIn)
  }
}
