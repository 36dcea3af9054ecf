// What is dangerous asks that its editor has signed in within the last ten minutes: a browser that was left open is not enough.
import { addMinutes } from '../../core/clock.ts'
import { type Asked, deskWords } from './frame.ts'
import { askToSignIn } from './sign-in.ts'

const FRESH_MINUTES = 10

/** Whether whoever asks has signed in so lately that dangerous acts are theirs. */
export function isFresh({ deps, signedIn }: Pick<Asked, 'deps' | 'signedIn'>): boolean {
  return signedIn.session.signedInAt > addMinutes(deps.clock.now(), -FRESH_MINUTES)
}

/** Does the act of a form if its editor signed in lately; else asks for it, and the form goes along through the sign-in. */
export function whenFresh(asked: Asked, act: () => Promise<Response>): Promise<Response> | Response {
  if (isFresh(asked)) return act()
  const { deps, visit, signedIn, fields } = asked
  const said = { email: signedIn.editor.email, problem: deskWords(deps).settings.freshNeeded }
  return askToSignIn(deps, visit, fields, said)
}
