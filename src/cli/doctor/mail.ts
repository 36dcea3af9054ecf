// Whether mail can go out, and whether it will be believed: keys of the configuration, DKIM, SPF, DMARC.
import { isWeeklyError } from '../../core/errors.ts'
import { type DkimSigner, openDkimSigners } from '../../deliver/message/dkim.ts'
import { parseOwnMailbox } from '../../deliver/message/mime.ts'
import { compareKeys, type KeyInDns, lookupDmarc, lookupSpf, type LookupTxt } from '../../deliver/transport/mail-dns.ts'
import type { LoadedConfig } from '../../app/load-config.ts'
import { fail, failureOf, type Finding, ok, warn } from './finding.ts'

const missing = (key: string): Finding =>
  fail('mail', `\`${key}\` is not set, so no mail is sent`, `Set ${key} in weekly.yaml.`)

function findingOfKey({ name, signer, state, error }: KeyInDns): Finding {
  if (error) return failureOf('DKIM', error)
  if (state === 'absent')
    return fail('DKIM', `DNS has no key at ${name}`, `Publish this TXT record there: ${signer.record}`)
  return state === 'unknown'
    ? warn('DKIM', `${name} signs; DNS does not answer here`, `The TXT record there must be: ${signer.record}`)
    : ok('DKIM', `${name} signs (${signer.algorithm}), and DNS has its key`)
}

/** A policy record of the sender's domain: one, none or an unanswered question. */
function findingOfPolicy(name: string, records: readonly string[] | null, advice: string): Finding {
  if (records === null) return warn(name, 'DNS does not answer here', `Check it elsewhere: ${advice}`)
  const [record, ...more] = records
  if (record === undefined) return warn(name, 'DNS has no record', advice)
  return more.length > 0 ? warn(name, `DNS has ${records.length} records, one is allowed`, advice) : ok(name, record)
}

async function checkSigners({ weekly, folder }: LoadedConfig): Promise<readonly DkimSigner[] | Finding> {
  try {
    return await openDkimSigners(weekly.mail.dkim, folder)
  } catch (error) {
    return failureOf('DKIM', error)
  }
}

async function checkDomain(domain: string, signers: readonly DkimSigner[], lookup: LookupTxt): Promise<Finding[]> {
  const isAligned = signers.some(signer => domain === signer.domain || domain.endsWith(`.${signer.domain}`))
  const unaligned = `no DKIM key signs for ${domain}, the domain of \`mail.from\``
  const [keys, spf, dmarc] = await Promise.all([
    compareKeys(signers, lookup),
    lookupSpf(domain, lookup),
    lookupDmarc(domain, lookup),
  ])
  return [
    ...(isAligned
      ? []
      : [warn('DKIM', unaligned, 'Name a key in `mail.dkim`, unless the relay signs; big mailboxes ask for it.')]),
    ...keys.map(findingOfKey),
    findingOfPolicy('SPF', spf, `publish one TXT record at ${domain} that names the relay: v=spf1 include:RELAY -all`),
    findingOfPolicy(
      'DMARC',
      dmarc,
      `publish a TXT record at _dmarc.${domain}: v=DMARC1; p=none; rua=mailto:you@${domain}`,
    ),
  ]
}

/** Looks at the mail's keys; at DNS only when mail goes to a relay. */
export async function checkMail(config: LoadedConfig, lookup: LookupTxt): Promise<readonly Finding[]> {
  const { from, postalAddress, transport } = config.weekly.mail
  const findings = [
    ...(from === undefined ? [missing('mail.from')] : []),
    ...(postalAddress === undefined ? [missing('mail.postalAddress')] : []),
  ]
  const signers = await checkSigners(config)
  if ('level' in signers) return [...findings, signers]
  if (from === undefined) return findings
  try {
    const { address } = parseOwnMailbox(from)
    if (transport.startsWith('outbox:'))
      return [...findings, ok('mail', `from ${address}; mails become files, so DNS is not asked`)]
    const domain = address.slice(address.lastIndexOf('@') + 1)
    return [...findings, ok('mail', `from ${address}`), ...(await checkDomain(domain, signers, lookup))]
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return [...findings, failureOf('mail', error)]
  }
}
