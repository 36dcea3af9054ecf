// The places that are told of each issue: what became of each message, the word on what nobody can know, and a message to try one out.
import { decideMessage, readMessages } from '../../store/target-messages.ts'
import { answerOrExplain } from './explain-error.ts'
import { answerPage, type Asked, type DeskDeps, deskPath, deskWords, goTo, renderDeskPage } from './frame.ts'
import { viewMoment } from './moments.ts'

/** Older messages are settled; what waits for a word is shown however old it is. */
const ROWS_SHOWN = 12

type Message = Awaited<ReturnType<typeof readMessages>>[number]

const waitsForWord = ({ state }: Message): boolean => state === 'uncertain' || state === 'refused'

function viewMessage(deps: DeskDeps, { subject, state, problem, updated_at }: Message): object {
  return {
    week: subject,
    said: deskWords(deps).targets.states[state],
    problem: problem ?? '',
    at: viewMoment(updated_at, deps),
    mayRepeat: state === 'uncertain' || state === 'refused' || state === 'retry',
    mayCount: state === 'uncertain',
  }
}

async function answerTargets({ deps, visit, signedIn }: Asked): Promise<Response> {
  const words = deskWords(deps).targets
  const rows = await readMessages(deps.store.db)
  const tested = new URL(visit.request.url).searchParams.get('tested')
  const scope = {
    done: deps.targets.all.some(({ name }) => name === tested) ? words.tested(tested ?? '') : '',
    targets: deps.targets.all.map(({ name, kind }) => ({
      name,
      kind,
      messages: rows
        .filter(({ target }) => target === name)
        .toReversed()
        .filter((row, place) => place < ROWS_SHOWN || waitsForWord(row))
        .map(row => viewMessage(deps, row)),
    })),
  }
  return answerPage(renderDeskPage(deps, 'targets.html', { title: words.title, at: 'targets' }, scope, signedIn))
}

/** The page of targets, and what its buttons do; a second press of one finds nothing that is still to be decided. */
export async function showTargets(asked: Asked): Promise<Response> {
  const { deps, fields } = asked
  if (!fields) return answerTargets(asked)
  const [kind, target = '', subject = ''] = ['kind', 'target', 'week'].map(name => fields.get(name) ?? '')
  const back = deskPath(deps, 'targets')
  if (!deps.targets.all.some(({ name }) => name === target)) return goTo(back)
  if (kind === 'test')
    return answerOrExplain(asked, async () => {
      await deps.targets.test(target)
      return goTo(`${back}?tested=${encodeURIComponent(target)}`)
    })
  if (kind === 'again' || kind === 'done')
    await decideMessage(deps.store.db, { target, subject, decision: kind }, deps.clock.now())
  return goTo(back)
}
