// `weekly issue split` and `issue join`: stories of a draft taken apart and put together.
import type { Regrouping } from '../../desk/regrouping.ts'
import { regroupStories } from '../../desk/regroup-draft.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withApp } from '../../app/wire.ts'
import { findEditedWeek } from '../../app/edited-week.ts'
import { editorNameOf } from '../editor-name.ts'
import { createCommandLog, say } from '../terminal/terminal.ts'
import { LOST_APPROVAL } from './issue-decide.ts'

async function decide(
  options: GlobalOptions,
  regrouping: Regrouping,
  own: { readonly week?: string },
  said: string,
): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const edited = await findEditedWeek(app, own.week, editorNameOf(options))
    const { lostApproval } = await regroupStories(app.curate, edited, regrouping)
    say(options, `${edited.window.week}: ${said}; \`weekly issue restore URL\` takes that back`)
    if (lostApproval) say(options, LOST_APPROVAL)
    return 0
  })
}

/** `weekly issue split`: one telling becomes a story of its own, now and in every later draft of the week. */
export async function splitStory(options: GlobalOptions, url: string, own: { week?: string }): Promise<number> {
  return decide(options, { kind: 'split', url }, own, `${url} is a story of its own`)
}

/** `weekly issue join`: the stories of the others join that of the first page, which leads. */
export async function joinStories(
  options: GlobalOptions,
  url: string,
  others: readonly string[],
  own: { week?: string },
): Promise<number> {
  return decide(options, { kind: 'join', url, others }, own, `${[url, ...others].join(' ')} are one story`)
}
