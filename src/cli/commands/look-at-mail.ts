// Looks at the weekly mail without sending it to readers: a test mail, a dry run.
import type { WeekId } from '../../core/types.ts'
import { isWeeklyError } from '../../core/errors.ts'
import { createOutbox } from '../../deliver/transport/outbox.ts'
import { sendNow } from '../../deliver/transport/send-now.ts'
import type { OutgoingMessage } from '../../deliver/transport/transport.ts'
import { listSubscribers } from '../../store/subscribers.ts'
import { exitCodes } from '../terminal/exit.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { type MailPreview, previewMail, type PreviewReader, sendTestMail } from '../../app/preview-mail.ts'
import { createCommandLog, describeCount, say, sayJson } from '../terminal/terminal.ts'
import { type App, withApp } from '../../app/wire.ts'

const DRY_RUN_FOLDER = 'data/dry-run'
const DRY_RUN_PAGE = 500

/** `weekly deliver --to ADDRESS` or `--dry-run [FOLDER]`: no row of the ledger knows of it, and no item counts as used. */
export async function lookAtMail(
  options: GlobalOptions,
  week: WeekId | undefined,
  way: { readonly to: string } | { readonly dryRun: true | string },
): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    if ('to' in way) await sendTest(app, options, way.to, week)
    else await writeDryRun(app, options, way.dryRun === true ? DRY_RUN_FOLDER : way.dryRun, week)
    return exitCodes.done
  })
}

/** Sends one mail to an address, marked as a test. */
async function sendTest(app: App, options: GlobalOptions, to: string, week: WeekId | undefined): Promise<void> {
  const sent = await sendTestMail(app, week, to)
  if (options.json) sayJson(sent)
  say(options, `a test mail of ${sent.week} went to ${sent.to} by ${app.deliver.transport.name}`)
}

/** Writes the mail of every reader who would get it, byte for byte but for its Message-ID and Date, to a folder. */
async function writeDryRun(app: App, options: GlobalOptions, folder: string, week: WeekId | undefined): Promise<void> {
  const preview = await previewMail(app, week, 'dry-run')
  const outbox = createOutbox(folder)
  let written = 0
  for (let afterId = 0; ;) {
    const readers = await listSubscribers(app.store.db, { state: 'confirmed', afterId, limit: DRY_RUN_PAGE })
    for (const reader of readers) {
      const message = composeIfOwed(preview, reader)
      if (!message) continue
      await sendNow(outbox, message, 'the mail')
      written++
    }
    afterId = readers.at(-1)?.id ?? 0
    if (readers.length < DRY_RUN_PAGE) break
  }
  if (options.json) sayJson({ week: preview.week, folder, written })
  say(options, `${describeCount(written, 'mails')} of ${preview.week} written to ${folder}; nothing was sent`)
}

/** The mail of a reader; null for one who gets none: who reads monthly, while no month is over, or wants none of its sections. */
function composeIfOwed({ hasMonth, compose }: MailPreview, reader: PreviewReader): OutgoingMessage | null {
  if (reader.cadence === 'monthly' && !hasMonth) return null
  try {
    return compose(reader)
  } catch (error) {
    if (isWeeklyError(error) && error.code === 'ISSUE_EMPTY') return null
    throw error
  }
}
