// How often the desk asks foreign addresses on somebody's word.
import { takeTurn, type Limit } from '../../store/limits.ts'
import type { Asked } from './frame.ts'

const limit: Limit = { most: 30, minutes: 10 }

/** Counts one more address that an editor has asked; false when there were too many of late. */
export function mayAskAddress({ deps, signedIn }: Pick<Asked, 'deps' | 'signedIn'>): Promise<boolean> {
  return takeTurn(deps.store.db, `desk asks for editor ${signedIn.editor.id}`, limit, deps.clock.now())
}
