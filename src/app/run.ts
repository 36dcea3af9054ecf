// READ THIS FIRST: the whole program, stage after stage, as far as due. They meet only in the store: a killed run is simply run again.
import { collect } from '../collect/collect.ts'
import { careForLinks } from '../collect/link-care.ts'
import type { Instant, StageReport } from '../core/types.ts'
import { curate } from '../curate/curate.ts'
import { deliverMails } from '../deliver/deliver.ts'
import { extract } from '../extract/extract.ts'
import { publish } from '../publish/publish.ts'
import { announce } from '../targets/announce.ts'
import { planWindows } from './windows.ts'
import type { App } from './wire.ts'

/** What a run did, and where the coming issue stands. */
export interface RunReport {
  readonly stages: readonly StageReport[]
  readonly upcoming: { readonly week: string; readonly closesAt: Instant; readonly stories: number }
}

/** One pass over everything that is due: visits, articles, drafts, issues, mails. Safe to call at any time, from any number of processes. */
export async function run(app: App): Promise<RunReport> {
  const { upcoming, open } = await planWindows(app)

  // What the sources announced since their last visit becomes items.
  const collected = await collect(app.collect, open)

  // The text behind each item that may enter an issue becomes its article.
  const extracted = await extract(app.extract, open)

  // Every week that has closed gets its draft, and so does the one that is filling up. While another worker is still reading,
  // what it finds may belong to a week that is due: then that week waits for the next run.
  const { ready } = await planWindows(app)
  const curated = []
  for (const window of [...ready, upcoming]) curated.push(await curate(app.curate, window))

  // Drafts that are due and released are sealed as issues; the site is written from all issues.
  const due = ready.map(({ week }) => week)
  const published = await publish(app.publish, due)
  // Other places are told of it: the hub of the feeds, where `hub` names one.
  const announced = await announce(app.targets)

  // New readers are asked to confirm; each sealed issue goes to each subscriber, once; and who has confirmed since it went out gets
  // it too, where `mail.catchUp` asks for that.
  const delivered = await deliverMails(app.deliver)

  // The links of past issues, a few at a time: the next publishing marks those that are gone.
  await careForLinks(app.links)

  // Copies of articles in case they die, where `issue.copies` asks for that.
  const copied = await app.saveCopies()

  const stages = [collected, extracted, ...curated, published, announced, delivered, copied]
  const { week, closesAt } = upcoming
  return {
    stages: stages.filter(each => each !== null),
    upcoming: { week, closesAt, stories: curated.at(-1)?.done ?? 0 },
  }
}
