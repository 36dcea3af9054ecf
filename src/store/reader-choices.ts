// What a reader chooses on the preferences page.
import type { Cadence, InterfaceLanguage, StoriesWanted } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** What a reader chose: how often mails come, in which languages their stories are, and which sections are left out. */
export interface ReaderChoices {
  readonly language: InterfaceLanguage
  readonly cadence: Cadence
  /** Titles of sections that the reader does without; a section that is new is always on. */
  readonly sectionsOff: readonly string[]
  readonly stories: StoriesWanted
}

/** All choices of stories, in their order on forms. */
export const storiesChoices: readonly StoriesWanted[] = ['both', 'zh', 'en']

/** Saves what a reader chose; it holds from the next issue that is frozen. */
export async function saveChoices(db: Connection, id: number, choices: ReaderChoices): Promise<void> {
  const { language, cadence, sectionsOff, stories } = choices
  await db
    .updateTable('subscribers')
    .set({ language, cadence, sections_off: JSON.stringify(sectionsOff), stories })
    .where('id', '=', id)
    .execute()
}
