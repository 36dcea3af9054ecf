// Whether a letter is a source's: to whom it was sent, of which list, from whom, and whether its server believes that. Pure.
import type { Letter, LetterRules } from '../../core/letter.ts'

/** What the receiving server found of a sender. `unproven`: it said something, and not that. `silent`: it said nothing. */
export type SenderProof = 'pass' | 'fail' | 'unproven' | 'silent'

/** `forged`: its server, or nothing at all, stands for its From. */
export type LetterVerdict = 'ours' | 'other' | 'forged'

const HEAD_CHARACTERS = 64_000
const recipientHeaders =
  /^(?:delivered-to|x-original-to|x-delivered-to|envelope-to|x-envelope-to|x-forwarded-to|to|cc|resent-to|x-real-to|x-rcpt-to)$/
/** A subject whose words are encoded, or say that the mail was passed on. */
const mayBePassedOn = /=\?|\b(?:fwd?|tr|wg|i)\s*[:：]|转发|轉寄|轉發/i

/** The fields of a header, names in lower case, folded lines joined; the newest first. */
export function readHeaderFields(head: Uint8Array): readonly (readonly [name: string, value: string])[] {
  const lines = new TextDecoder('utf-8')
    .decode(head.subarray(0, HEAD_CHARACTERS))
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  return lines.flatMap(line => {
    const colon = line.indexOf(':')
    return colon < 1 || colon > 80
      ? []
      : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const]
  })
}

/** All addresses that a header names as those to whom the mail was sent, lower case. */
export function recipientsOf(fields: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const named = fields.filter(([name]) => recipientHeaders.test(name)).map(([, value]) => value.toLowerCase())
  return [...new Set(named.flatMap(value => value.match(/[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,255}/g) ?? []))]
}

const fits = (address: string, wanted: readonly string[]): boolean =>
  wanted.some(each =>
    each.startsWith('@') ? address.endsWith(each) || address.endsWith(`.${each.slice(1)}`) : address === each,
  )

/** Whether a mail may be the source's by its header alone, so that it is worth reading. */
export function mayBeOurs(head: Uint8Array, rules: LetterRules): boolean {
  const fields = readHeaderFields(head)
  if (rules.to.length > 0 && !recipientsOf(fields).some(address => rules.to.includes(address))) return false
  if (rules.from.length === 0 && rules.list === null) return true
  const value = (wanted: string): string => fields.find(([name]) => name === wanted)?.[1] ?? ''
  if (mayBePassedOn.test(value('subject')) || /message\/rfc822/i.test(value('content-type'))) return true
  const from =
    value('from')
      .toLowerCase()
      .match(/[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,255}/g) ?? []
  const isFrom = rules.from.length === 0 || from.some(address => fits(address, rules.from))
  return isFrom && (rules.list === null || value('list-id').toLowerCase().includes(rules.list))
}

const isAligned = (domain: string, from: string): boolean =>
  domain !== '' && (domain === from || from.endsWith(`.${domain}`) || domain.endsWith(`.${from}`))

/** Reads Authentication-Results (RFC 8601) of the server that is believed: `server`, or the one that wrote last. */
export function proveSender(
  { from, authentication }: Pick<Letter, 'from' | 'authentication'>,
  server: string | null,
): SenderProof {
  const said = authentication.map(value => value.slice(0, 4_000).toLowerCase())
  const own = server === null ? said[0] : said.find(value => value.trimStart().split(/[\s;]/)[0] === server)
  if (own === undefined) return 'silent'
  const domain = from.address.split('@')[1] ?? ''
  const results = own
    .replace(/\([^()]{0,500}\)/g, ' ')
    .split(';')
    .slice(1)
  const of = (method: string): readonly string[] => results.filter(each => each.trimStart().startsWith(`${method}=`))
  const passes = (each: string): boolean => /^\s*[a-z-]+=pass\b/.test(each)
  const dmarc = of('dmarc')
  if (dmarc.some(passes)) return 'pass'
  if (dmarc.some(each => /=fail\b/.test(each))) return 'fail'
  const signed = of('dkim')
    .filter(passes)
    .map(each => /header\.(?:d|i)=@?"?([\w.-]+)/.exec(each)?.[1] ?? '')
  const sent = of('spf')
    .filter(passes)
    .map(each => /smtp\.(?:mailfrom|helo)="?(?:[^\s@"]{0,300}@)?([\w.-]+)/.exec(each)?.[1] ?? '')
  if ([...signed, ...sent].some(each => isAligned(each, domain))) return 'pass'
  const failed = [...of('dkim'), ...of('spf')].filter(each => /^\s*[a-z-]+=(?:fail|softfail|permerror)\b/.test(each))
  return failed.length > 0 && signed.length === 0 && sent.length === 0 ? 'fail' : 'unproven'
}

/** Whose a letter is. `letter` is what came; what it passes on says of which list and from whom it is. */
export function judgeLetter(letter: Letter, rules: LetterRules): LetterVerdict {
  const all = letter.inner ? [letter, letter.inner] : [letter]
  if (rules.to.length > 0 && !all.some(({ recipients }) => recipients.some(each => rules.to.includes(each))))
    return 'other'
  if (rules.list !== null && !all.some(({ listId }) => listId === rules.list)) return 'other'
  if (rules.from.length > 0 && !all.some(({ from }) => fits(from.address, rules.from))) return 'other'
  const proof = proveSender(letter, rules.server)
  if (proof === 'fail') return 'forged'
  // Whoever knows an address made for one list need not prove who they are; a From alone is easily made up.
  const restsOnFrom = rules.from.length > 0 && rules.to.length === 0
  if (!restsOnFrom) return 'ours'
  return proof === 'unproven' || !fits(letter.from.address, rules.from) ? 'forged' : 'ours'
}
