// `weekly issue split` and `issue join`: stories of a draft taken apart and put together.
import type { Regrouping } from '../../desk/regrouping.ts'
import { regroupStories } from '../../desk/regroup-draft.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { withApp } from '../../app/wire.ts'
import { findNamedStories } from '../../app/named-stories.ts'
import { editorNameOf } from '../editor-name.ts'
import { createCommandLog, say } from '../terminal/terminal.ts'
import { LOST_APPROVAL } from './issue-decide.ts'

/** Decides about stories that are named by links or by their numbers in the draft. */
async function decide(
  options: GlobalOptions,
  named: readonly string[],
  own: { readonly week?: string },
  describe: (urls: readonly string[]) => { readonly regrouping: Regrouping; readonly said: string },
): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const { edited, urls } = await findNamedStories(app, named, { ...own, editor: editorNameOf(options) })
    const { regrouping, said } = describe(urls)
    const { lostApproval } = await regroupStories(app.curate, edited, regrouping)
    say(options, `${edited.window.week}: ${said}; \`weekly issue restore URL\` takes that back`)
    if (lostApproval) say(options, LOST_APPROVAL)
    return 0
  })
}

/** `weekly issue split`: one telling becomes a story of its own, now and in every later draft of the week. */
export async function splitStory(options: GlobalOptions, named: string, own: { week?: string }): Promise<number> {
  return decide(options, [named], own, ([url = named]) => ({
    regrouping: { kind: 'split', url },
    said: `${url} is a story of its own`,
  }))
}

/** `weekly issue join`: the stories of the others join that of the first page, which leads. */
export async function joinStories(
  options: GlobalOptions,
  first: string,
  rest: readonly string[],
  own: { week?: string },
): Promise<number> {
  return decide(options, [first, ...rest], own, ([url = first, ...others]) => ({
    regrouping: { kind: 'join', url, others },
    said: `${[url, ...others].join(' ')} are one story`,
  }))
}
