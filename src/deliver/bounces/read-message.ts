// Takes a message apart with mailparser: what a report needs of it. read-report.ts calls it.
import { simpleParser } from 'mailparser'

/** A part of its own: a delivery status, a feedback report, the mail that is reported on. */
export interface MessagePart {
  /** Media type, lower case. */
  readonly type: string
  readonly text: string
}

export interface ReadMessage {
  /** The sender's address, lower case; empty when there is none. */
  readonly from: string
  readonly isMultipartReport: boolean
  /** The header as it stands. */
  readonly head: string
  /** What people read. */
  readonly text: string
  readonly parts: readonly MessagePart[]
}

/** Parses any bytes; a message that is none comes back empty. */
export async function readMessage(bytes: Buffer): Promise<ReadMessage> {
  const mail = await simpleParser(bytes, { keepDeliveryStatus: true, skipImageLinks: true, skipTextLinks: true })
  const head = mail.headerLines.map(({ line }) => line).join('\n')
  return {
    from: mail.from?.value[0]?.address?.toLowerCase() ?? '',
    isMultipartReport: /^content-type:\s*multipart\/report\b/im.test(head),
    head,
    text: mail.text ?? '',
    parts: mail.attachments.map(({ contentType, content }) => ({
      type: contentType.toLowerCase(),
      text: content.toString('latin1'),
    })),
  }
}
