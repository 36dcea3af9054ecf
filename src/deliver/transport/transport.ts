// What carries a finished message out of the program: a relay (smtp.ts) or a folder (outbox.ts).

/** A finished message and its envelope. */
export interface OutgoingMessage {
  /** Names the message's file in an outbox; the same name always means the same message. */
  readonly name: string
  /** A plain address in ASCII. */
  readonly from: string
  /** A plain address, its domain as A-labels; other scripts before the @ need SMTPUTF8 (RFC 6531). */
  readonly to: string
  readonly bytes: Buffer
  /** Its maker has seen that it is in lines, as `isInLines` says; without it whoever sends the message looks. */
  readonly isInLines?: boolean
}

/**
 * What came of it; `withdrawn`: `mayEnd` said no, and nobody has the message. `undeliverable`: the way out cannot carry such an
 * address, another could. `refused`: the relay would begin no mail of ours at present, to no reader.
 */
export interface HandOver {
  readonly state: 'sent' | 'deferred' | 'bounced' | 'uncertain' | 'withdrawn' | 'undeliverable' | 'refused'
  /** The server's last answer, or what happened instead of one. */
  readonly response: string
  /** True when the connection was lost, rather than the message refused: not the recipient's doing. */
  readonly isLost: boolean
}

/** How the caller takes part in a hand-over. */
export interface HandOverControl {
  /** Asked when everything but the end of the message has been written; the end follows only after a durable yes. */
  readonly mayEnd: () => Promise<boolean>
  /** Ends the waiting for a turn; a message already begun is finished. */
  readonly signal?: AbortSignal | undefined
}

/** A way out. */
export interface MailTransport {
  /** The relay or folder in words, without password, for reports. */
  readonly name: string
  /** How many messages may be handed over at the same time. */
  readonly connections: number
  /**
   * Hands one message over. Throws SMTP_AUTHENTICATION_FAILED, SMTP_TLS_FAILED, SMTP_UNAVAILABLE, RELAY_REFUSES (the sender is refused) or
   * OUTBOX_UNWRITABLE when no message can go at present; the signal's reason when it fires before the message was begun;
   * and whatever `mayEnd` throws.
   */
  handOver(message: OutgoingMessage, control: HandOverControl): Promise<HandOver>
  close(): Promise<void>
}
