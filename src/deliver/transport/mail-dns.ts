// What DNS says about the list's mail: DKIM keys, SPF and DMARC.
import { Resolver } from 'node:dns/promises'
import { isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import { checkDkimRecord, type DkimSigner } from '../message/dkim.ts'

/** The TXT records of a name, each in one piece; none when the name has none, null when DNS does not answer. */
export type LookupTxt = (name: string) => Promise<readonly string[] | null>

/** A run waits no longer than this for a name. */
const PATIENCE_MS = 2_000
/** DNS has answered: there is no such record. */
const absentCodes = ['ENOTFOUND', 'ENODATA']

/** Asks the machine's name servers, or those given as `address:port`. */
export function createTxtLookup(servers: readonly string[] = []): LookupTxt {
  return async name => {
    const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 1 })
    if (servers.length > 0) resolver.setServers(servers)
    try {
      return (await resolver.resolveTxt(name)).map(pieces => pieces.join(''))
    } catch (error) {
      return absentCodes.includes((error as NodeJS.ErrnoException).code ?? '') ? [] : null
    }
  }
}

/** How a DKIM key stands in DNS; `error` says what to publish when there is another one. */
export interface KeyInDns {
  readonly name: string
  readonly signer: DkimSigner
  readonly state: 'same' | 'absent' | 'different' | 'unknown'
  readonly error: WeeklyError | null
}

/** Compares each signer with the record that receivers will look up. */
export async function compareKeys(signers: readonly DkimSigner[], lookup: LookupTxt): Promise<readonly KeyInDns[]> {
  return Promise.all(
    signers.map(async (signer): Promise<KeyInDns> => {
      const name = `${signer.selector}._domainkey.${signer.domain}`
      const records = await lookup(name)
      const found = records?.find(record => /(?:^|;)\s*p\s*=/.test(record))
      if (records === null) return { name, signer, state: 'unknown', error: null }
      if (found === undefined) return { name, signer, state: 'absent', error: null }
      try {
        checkDkimRecord(signer, found)
        return { name, signer, state: 'same', error: null }
      } catch (error) {
        if (!isWeeklyError(error)) throw error
        return { name, signer, state: 'different', error }
      }
    }),
  )
}

/** The SPF record of a domain (RFC 7208 §4.5), or its absence; null when DNS does not answer. */
export async function lookupSpf(domain: string, lookup: LookupTxt): Promise<readonly string[] | null> {
  const records = await lookup(domain)
  return records?.filter(record => /^v=spf1( |$)/i.test(record)) ?? null
}

/** The DMARC record of a domain (RFC 7489 §6.6.3), asked at the domain and then at the one above; null when DNS does not answer. */
export async function lookupDmarc(domain: string, lookup: LookupTxt): Promise<readonly string[] | null> {
  const above = domain.split('.').slice(1).join('.')
  for (const each of above.includes('.') ? [domain, above] : [domain]) {
    const records = await lookup(`_dmarc.${each}`)
    if (records === null) return null
    const found = records.filter(record => /^v=DMARC1\s*(;|$)/.test(record))
    if (found.length > 0) return found
  }
  return []
}
