// `weekly issue approve|hold|stop|drop|pick|note|restore`: the curator's decisions about a draft and its stories.
import { type Decided, type Decision, decideWeek } from '../../desk/decide-week.ts'
import { editStory, type StoryEdit } from '../../desk/edit-draft.ts'
import { findNamedStories } from '../../app/named-stories.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { type App, withApp } from '../../app/wire.ts'
import { editorNameOf } from '../editor-name.ts'
import { createCommandLog, describeInstant, say } from '../terminal/terminal.ts'
import { weekOr } from './issue.ts'

const open = (options: GlobalOptions, act: (app: App) => Promise<number>): Promise<number> =>
  withApp(options, { log: createCommandLog(options) }, act)

/** What a decision comes to, in words. */
function describeDecision(app: App, decision: Decision, { before, after }: Decided): string {
  const { week, state, releaseAt = after.closesAt, closesAt } = after
  const goesOutAt = describeInstant(releaseAt > closesAt ? releaseAt : closesAt, app.timezone)
  const later =
    after.releaseAt === undefined
      ? 'the next run publishes it when it has closed'
      : `it goes out at ${goesOutAt}, and until then \`weekly issue stop ${week}\` stops it`
  const change = before.state === 'held' ? ' already' : before.state === 'approved' ? ', and no longer approved' : ''
  const held = 'nothing is published until `weekly issue approve`'
  switch (decision) {
    case 'approve':
      return `${week} is approved${before.state === 'approved' ? ' already' : ''}: ${later}; what comes now waits for the next issue`
    case 'hold':
      return `${week} is held${change}: ${held}`
    case 'release':
      return `${week} is held no longer: it is a draft again`
    case 'stop':
      return `${week} is stopped: it is a draft again${state === 'held' ? `, and held: ${held}` : ''}`
  }
}

/** `weekly issue approve|hold|stop`: releases a draft, keeps it back, or lets it go on. Without a week: the oldest draft that waits. */
export async function decideIssue(
  options: GlobalOptions,
  week: string | undefined,
  decision: Decision,
): Promise<number> {
  return open(options, async app => {
    const chosen = await weekOr(app, week)
    const edited = { window: { week: chosen }, editor: editorNameOf(options) }
    say(options, describeDecision(app, decision, await decideWeek(app.curate, edited, decision)))
    return 0
  })
}

/** What is said when an edit has cost a draft its approval. */
export const LOST_APPROVAL = 'stories came since the approval and are in now: look, and `weekly issue approve` again'

/** `weekly issue drop|pick|hold|note`: an edit that is laid over the draft, now and whenever it is curated anew. */
export async function editOneStory(
  options: GlobalOptions,
  named: string,
  edit: StoryEdit,
  own: { week?: string },
): Promise<number> {
  return open(options, async app => {
    const { edited, urls } = await findNamedStories(app, [named], { ...own, editor: editorNameOf(options) })
    const [url = named] = urls
    const { lostApproval } = await editStory(app.curate, edited, url, edit)
    say(options, `${edited.window.week}: ${edit.kind} ${url}`)
    if (lostApproval) say(options, LOST_APPROVAL)
    return 0
  })
}

/** `weekly issue restore`: takes back whatever was edited of a story. */
export async function restoreStory(options: GlobalOptions, named: string, own: { week?: string }): Promise<number> {
  return open(options, async app => {
    const { edited, urls } = await findNamedStories(app, [named], { ...own, editor: editorNameOf(options) })
    const [url = named] = urls
    const { lostApproval } = await editStory(app.curate, edited, url, null)
    say(options, `${edited.window.week}: ${url} is as the program would have it`)
    if (lostApproval) say(options, LOST_APPROVAL)
    return 0
  })
}
