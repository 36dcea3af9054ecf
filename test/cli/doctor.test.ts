import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { examine } from '../../src/cli/commands/doctor.ts'
import { createTxtLookup } from '../../src/deliver/transport/mail-dns.ts'
import { startImap } from '../deliver/bounces/imap-server.ts'
import { openSink } from '../deliver/mail-sink.ts'
import { startDns } from '../dns-server.ts'
import { startSite } from '../servers.ts'
import { createProgram, type Program } from '../app/program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

/** Findings by subject, the last of each. */
async function findingsOf(dns: Readonly<Record<string, string>> = {}) {
  const lookup = createTxtLookup([await startDns(dns)])
  const findings = await examine({ config: join(program.folder, 'config') }, lookup)
  return new Map(findings.map(finding => [finding.subject, finding]))
}

async function configureMail(mail: object): Promise<void> {
  const sink = await openSink()
  onTestFinished(() => sink.close())
  const all = { from: 'w@list.example', postalAddress: '1 Street', transport: sink.url, ...mail }
  await program.configure({ url: 'https://list.example/', mail: all })
}

test('a fresh set-up that writes its mails to files is well, in one line for each thing', async () => {
  const { code, stdout } = await program.run('doctor')
  expect(stdout).not.toMatch(/^fail/m)
  expect(stdout).toMatch(/^ok {4}templates: all parse/m)
  expect(code).toBe(0)
})

test('a wrong configuration is the one finding, and ends with 2', async () => {
  await program.configure({ shedule: {} })
  const { code, stdout } = await program.run('doctor', '--json')
  expect(JSON.parse(stdout)).toMatchObject([
    { level: 'fail', subject: 'configuration', hint: 'Did you mean "schedule"?' },
  ])
  expect(code).toBe(2)
})

test('a broken template of the operator is named with line and column', async () => {
  await mkdir(join(program.folder, 'templates'))
  await writeFile(join(program.folder, 'templates', 'mail-story.html'), '<p>\n  {{ story.titel }}\n')
  const { code, stdout } = await program.run('doctor')
  expect(stdout).toMatch(/^fail {2}templates: TEMPLATE_FAILED: templates\/mail-story\.html:2:\d+: .*titel/m)
  expect(code).toBe(2)
})

test('what is missing for mail is named by its key', async () => {
  await configureMail({ postalAddress: undefined })
  expect((await findingsOf()).get('mail')).toMatchObject({ level: 'ok' })
  expect([...(await examineAll())].filter(({ level }) => level === 'fail')).toMatchObject([
    { subject: 'mail', message: '`mail.postalAddress` is not set, so no mail is sent' },
  ])
})

async function examineAll() {
  return examine({ config: join(program.folder, 'config') }, () => Promise.resolve(null))
}

test('keys and policies are compared with DNS, and the relay is tried without a mail', async () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const keyFile = join(program.folder, 'k.pem')
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await configureMail({ dkim: [{ domain: 'list.example', selector: 'w', keyFile }] })
  const absent = await findingsOf()
  expect(absent.get('DKIM')).toMatchObject({
    level: 'fail',
    hint: expect.stringContaining('v=DKIM1; k=ed25519') as string,
  })
  expect(absent.get('SPF')).toMatchObject({ level: 'warn' })
  expect(absent.get('relay')).toMatchObject({ level: 'ok' })
  const record = /v=DKIM1.*/.exec(absent.get('DKIM')?.hint ?? '')?.[0] ?? ''
  const present = await findingsOf({
    'w._domainkey.list.example': record,
    'list.example': 'v=spf1 -all',
    '_dmarc.list.example': 'v=DMARC1; p=none',
  })
  expect(['DKIM', 'SPF', 'DMARC'].map(subject => present.get(subject)?.level)).toEqual(['ok', 'ok', 'ok'])
})

test.each([
  ['nobody listens', { transport: 'smtp://127.0.0.1:1' }, 'SMTP_UNAVAILABLE'],
  [
    'the key cannot be read',
    { dkim: [{ domain: 'a.example', selector: 's', keyFile: 'none.pem' }] },
    'DKIM_KEY_INVALID',
  ],
])('where %s, mail cannot go out', async (_name, mail, code) => {
  await configureMail(mail)
  const failed = (await examineAll()).filter(({ level }) => level === 'fail')
  expect(failed).toHaveLength(1)
  expect(failed[0]?.message).toContain(code)
})

test.each([
  ['a maildir', 'ok', 'opens, 1 report to be read', () => Promise.resolve({ maildir: join(program.folder, 'mail') })],
  [
    'a maildir that is not there',
    'fail',
    'BOUNCES_UNREADABLE',
    () => Promise.resolve({ maildir: join(program.folder, 'none') }),
  ],
  ['an IMAP mailbox', 'ok', 'opens, 2 reports to be read', async () => ({ imap: (await startImap(['a', 'b'])).url })],
  ['a wrong password', 'fail', 'BOUNCES_UNREADABLE', async () => ({ imap: (await startImap([], 'another')).url })],
  [
    'a secret of the hook',
    'ok',
    'may post to https://list.example/hooks/bounce',
    () => Promise.resolve({ hookSecret: 'x'.repeat(16) }),
  ],
  ['nothing that reads them', 'warn', 'nothing reads them', () => Promise.resolve({})],
])('reports on mails: %s', async (_name, level, message, make) => {
  for (const part of ['new', 'cur']) await mkdir(join(program.folder, 'mail', part), { recursive: true })
  const waiting = join(program.folder, 'mail', 'new', '1')
  await writeFile(waiting, 'Subject: a report')
  await configureMail({ bounces: { address: 'bounces@list.example', ...(await make()) } })
  const finding = (await examineAll()).find(({ subject }) => subject === 'bounces')
  expect(finding).toMatchObject({ level, message: expect.stringContaining(message) as string })
  expect(await readFile(waiting, 'utf8')).toBe('Subject: a report')
})

test('a relay without SMTPUTF8 is told of when readers need it', async () => {
  const sink = await openSink({ options: { hideSMTPUTF8: true } })
  onTestFinished(() => sink.close())
  await configureMail({ transport: sink.url })
  expect((await findingsOf()).has('SMTPUTF8')).toBe(false)
  await program.run('subscriber', 'add', '用户@例子.公司', '--confirmed', 'asked')
  expect((await findingsOf()).get('SMTPUTF8')).toMatchObject({
    level: 'warn',
    message: expect.stringContaining('1 subscriber ') as string,
  })
})

test.each([
  ['lately', { at: new Date().toISOString(), generation: 7 }, 'ok', 'run 7'],
  ['long ago', { at: '2020-01-01T00:00:00.000Z', generation: 7 }, 'warn', 'long ago'],
  ['never', 'nonsense', 'warn', 'does not say (200)'],
])('of a list without a server, when it last ran: %s', async (_when, run, level, words) => {
  const site = await startSite()
  onTestFinished(() => site.close())
  site.routes.set('/list/last-run.json', JSON.stringify(run))
  await program.configure({ url: `${site.url}list`, storeTravels: true, http: { forms: 'none' } })
  const found = (await findingsOf()).get('last run')
  expect([found?.level, found?.message]).toEqual([level, expect.stringContaining(words)])
})
