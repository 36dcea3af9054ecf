// `weekly issue add`: a page that no source announced becomes a story of the draft.
import { addLink } from '../../app/add-link.ts'
import { findEditedWeek } from '../../app/edited-week.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withApp } from '../../app/wire.ts'
import { pickToLead } from '../../desk/regroup-draft.ts'
import { editorNameOf } from '../editor-name.ts'
import { createCommandLog, say } from '../terminal/terminal.ts'

/** `weekly issue add`: what is known already is picked. Throws USAGE_INVALID, STORY_PLACED, and whatever keeps the page from being read. */
export async function addStory(options: GlobalOptions, url: string, own: { week?: string }): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const edited = await findEditedWeek(app, own.week, editorNameOf(options))
    const week = await addLink(app, edited, { url }, each => pickToLead(app.curate, each, url))
    say(options, `${week}: pick ${url}`)
    return 0
  })
}
