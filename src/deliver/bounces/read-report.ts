// Reads reports on mail: delivery status (RFC 3464), spam complaints (RFC 5965), and the plain words of servers that know neither.
import { findStatus, speaksOfMailbox } from './judge.ts'
import { cutLines, type MessagePart, readMessage, type ReadMessage } from './read-message.ts'

/** What a message reports; `delay`: the other server still tries. `none`: it is no report, such as an absence note. `unreadable`: nobody knows. */
export interface MailReport {
  readonly kind: 'failure' | 'delay' | 'complaint' | 'none' | 'unreadable'
  readonly status: string | null
  /** The words of the other server, on one line. */
  readonly response: string
  /** Of a failure: the words for people. */
  readonly words: string
  /** All of the message in which its return path may stand. */
  readonly places: string
  /** The addresses it was sent to. */
  readonly recipients: string
}

/** A message that cannot be read. */
export const unreadable: MailReport = {
  kind: 'unreadable',
  status: null,
  response: '',
  words: '',
  places: '',
  recipients: '',
}

/** Reads any message, in time that grows with its length; throws nothing. */
export async function readReport(bytes: Buffer): Promise<MailReport> {
  const message = await readMessage(bytes)
  if (!message) return unreadable
  const places = [message.head, ...message.parts.map(({ raw }) => raw), message.text].join('\n')
  return { ...judgeMessage(message), places, recipients: message.recipients }
}

type ReportVerdict = Omit<MailReport, 'places' | 'recipients'>

const nothing: ReportVerdict = { kind: 'none', status: null, response: '', words: '' }
/** RFC 5965 §7.3: the types that mean that the reader does not want the mail. */
const complaints = ['abuse', 'fraud', 'opt-out', 'opt-out-list']

function judgeMessage(message: ReadMessage): ReportVerdict {
  const feedback = findPart(message, 'message/feedback-report')
  if (feedback) {
    const type = parseFields(feedback.text)[0]?.get('feedback-type')?.toLowerCase() ?? ''
    return complaints.includes(type) ? { ...nothing, kind: 'complaint', response: `complaint: ${type}` } : nothing
  }
  const status = findPart(message, 'message/delivery-status') ?? findPart(message, 'message/global-delivery-status')
  if (status) return judgeStatusPart(parseFields(status.text), message)
  // An absence note comes from the reader, a report from the machine.
  return message.isMultipartReport || /^(mailer-daemon|postmaster|mail-daemon)@/.test(message.from)
    ? judgeWords(message.text)
    : nothing
}

const findPart = ({ parts }: ReadMessage, type: string): MessagePart | undefined =>
  parts.find(part => part.type === type)

/** Blocks of fields, apart by empty lines; names in lower case, folded lines joined (RFC 3464 §2.1). */
function parseFields(text: string): readonly ReadonlyMap<string, string>[] {
  return cutLines(text.replace(/\r\n?/g, '\n'))
    .split(/\n\s*\n/)
    .map(block => {
      const lines = block.replace(/\n[ \t]+/g, ' ').split('\n')
      const fields = lines.flatMap(line => {
        const [, name, value] = /^([\w-]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
        return name === undefined ? [] : [[name.toLowerCase(), value?.trim() ?? ''] as const]
      })
      return new Map(fields)
    })
    .filter(fields => fields.size > 0)
}

/** One recipient is meant: our mails have one each. */
function judgeStatusPart(blocks: readonly ReadonlyMap<string, string>[], message: ReadMessage): ReportVerdict {
  const recipients = blocks.filter(fields => fields.has('action') || fields.has('status'))
  const failed = recipients.find(fields => (fields.get('action') ?? 'failed').toLowerCase() === 'failed')
  const chosen = failed ?? recipients.find(fields => fields.get('action')?.toLowerCase() === 'delayed')
  if (!chosen) return nothing
  const response = oneLine(chosen.get('diagnostic-code') ?? chosen.get('status') ?? '').replace(/^smtp;\s*/i, '')
  if (!failed) return { ...nothing, kind: 'delay', response }
  const named = findStatus(chosen.get('status') ?? '')
  // `5.0.0` says that it failed; often the words beside it, or those for people, say why.
  const words = withoutOriginal(message.text)
  const status = named === null || named.endsWith('.0.0') ? (findStatus(`${response}\n${words}`) ?? named) : named
  return { kind: 'failure', status, response, words }
}

/** The words of servers that send no status part: qmail, older Exim, some providers. */
function judgeWords(text: string): ReportVerdict {
  const words = withoutOriginal(text)
  const status = findStatus(words)
  if (status === null && !speaksOfMailbox(words)) return nothing
  if (
    /\b(delayed|will (still )?(retry|keep trying|be retried)|no action is required|not yet been delivered)\b/i.test(
      words,
    )
  )
    return { ...nothing, kind: 'delay' }
  const lines = words.split('\n')
  const line = lines.find(each => (status === null ? speaksOfMailbox(each) : findStatus(each) === status))
  return { kind: 'failure', status, response: oneLine(line ?? words), words }
}

const copyWords = /below this line|this is a copy|original message|copy of the message|returned message/i

/** What stands before the copy of our own mail: nothing in that is a report. */
function withoutOriginal(text: string): string {
  const lines = text.split('\n')
  const copyAt = lines.findIndex(line => line.startsWith('--') && copyWords.test(line))
  return copyAt < 0 ? text : lines.slice(0, copyAt).join('\n')
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
