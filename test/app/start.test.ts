import { execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { simpleParser } from 'mailparser'
import Parser from 'rss-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteLoaded, readLoaded } from './loaded-packages.ts'

/** What is large and asked for by few: agents, passkeys, pictures, mailboxes. */
const onlyWhenAsked = ['@modelcontextprotocol/sdk', '@simplewebauthn/server', 'imapflow', 'mailparser']
const project = join(import.meta.dirname, '..', '..')
let folder: string
let running: ReturnType<typeof spawn> | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-start-'))
  for (const name of ['config', 'content']) await cp(join(project, name), join(folder, name), { recursive: true })
  const path = join(folder, 'config', 'weekly.yaml')
  await writeFile(path, (await readFile(path, 'utf8')).replace('port: 8080', 'port: 0'))
})
afterEach(async () => {
  running?.kill('SIGKILL')
  running = null
  await rm(folder, { recursive: true, force: true })
})

/** Starts the shipped set-up as `npm start` does, and answers where its page is. */
async function start(): Promise<{
  address: string
  said: () => string
  stop: (signal: NodeJS.Signals) => Promise<number | null>
}> {
  const noting = noteLoaded(join(folder, 'loaded.txt'))
  const args = [...noting.args, join(project, 'src', 'main.ts'), 'start']
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'pipe', env: noting.env })
  running = child
  const ended = new Promise<number | null>(done => child.once('close', done))
  let text = ''
  const address = await new Promise<string>((done, fail) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const found = /page\s+(http:\S+)/.exec(text)?.[1]
      if (found) done(found)
    })
    child.stderr.resume()
    void ended.then(code => fail(new Error(`ended with ${String(code)}:\n${text}`)))
  })
  const stop = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  return { address, said: () => text, stop }
}

const mailsOf = async (): Promise<string[]> => (await readdir(join(folder, 'data', 'outbox'))).sort()
const textOf = async (name: string): Promise<string> =>
  (await simpleParser(await readFile(join(folder, 'data', 'outbox', name)))).text ?? ''

test('the shipped set-up shows a full bilingual issue, its feed and its mail, and starts again without doing anything twice', async () => {
  const first = await start()
  // The desk is where the server listens, whatever the public address says.
  await expect.poll(first.said).toMatch(/^desk\s+\S+ \(once/m)
  const desk = /^desk\s+(\S+)/m.exec(first.said())?.[1] ?? ''
  expect(desk.startsWith(`${first.address}desk/link/`)).toBe(true)
  expect((await fetch(desk)).status).toBe(200)
  const index = await (await fetch(first.address)).text()
  const path = /href="([^"]*issues\/\d{4}-W\d\d\/)"/.exec(index)?.[1] ?? ''
  const page = await (await fetch(new URL(path, first.address))).text()
  expect(page.match(/class="story"/g)?.length).toBeGreaterThanOrEqual(15)
  expect(page).toMatch(/lang="zh[^"]*"/)
  expect(page).toMatch(/lang="en"/)
  const feed = await new Parser().parseString(await (await fetch(new URL('feed.xml', first.address))).text())
  expect(feed.items).toHaveLength(2)
  expect(feed.items[1]?.title).toBe('你好，读者 · Hello, reader')
  expect(index).toMatch(/href="[^"]*posts\/hello\/"/)
  const mails = await mailsOf()
  expect(mails).toHaveLength(1)
  expect(await first.stop('SIGKILL')).toBeNull()

  const second = await start()
  expect(await mailsOf()).toEqual(mails)
  expect(await (await fetch(second.address)).text()).toBe(index)
  const loaded = await readLoaded(join(folder, 'loaded.txt'))
  expect([loaded.has('hono'), onlyWhenAsked.filter(name => loaded.has(name))]).toEqual([true, []])
  expect(await second.stop('SIGTERM')).toBe(0)
})

test('the help is shown with the parser of the command line alone', async () => {
  const file = join(folder, 'loaded.txt')
  const { args, env } = noteLoaded(file)
  const main = join(project, 'src', 'main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [...args, main, '--help'], { cwd: folder, env })
  expect(stdout).toContain('weekly')
  expect([...(await readLoaded(file))]).toEqual(['commander'])
})

test('a reader signs up, confirms, and leaves with one click', async () => {
  const { address, stop } = await start()
  const before = await mailsOf()
  const body = new URLSearchParams({ email: 'reader@example.org', language: 'en' })
  expect((await fetch(new URL('subscribe', address), { method: 'POST', body })).status).toBe(200)
  await expect.poll(async () => (await mailsOf()).length).toBe(before.length + 1)
  const name = (await mailsOf()).find(each => !before.includes(each)) ?? ''
  const link = new URL(/https?:\S*\/confirm\/\S+/.exec(await textOf(name))?.[0] ?? '')
  const here = new URL(link.pathname, address)
  expect((await fetch(here)).status).toBe(200)
  expect((await fetch(here, { method: 'POST' })).status).toBe(200)
  const states = async (): Promise<string[]> => {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(join(folder, 'data', 'weekly.db'), { readOnly: true })
    const rows = database.prepare('select state from subscribers order by id').all()
    database.close()
    return rows.map(row => String(row['state']))
  }
  expect(await states()).toEqual(['confirmed', 'confirmed'])
  const unsubscribe = await (async () => {
    const { headers } = await simpleParser(await readFile(join(folder, 'data', 'outbox', before[0] ?? '')))
    const list = headers.get('list') as { unsubscribe?: { url?: string } } | undefined
    return new URL(new URL(list?.unsubscribe?.url ?? '').pathname, address)
  })()
  await fetch(unsubscribe)
  expect(await states()).toEqual(['confirmed', 'confirmed'])
  const oneClick = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
  expect((await fetch(unsubscribe, { method: 'POST', body: oneClick })).status).toBe(200)
  expect(await states()).toEqual(['unsubscribed', 'confirmed'])
  expect(await stop('SIGTERM')).toBe(0)
})

test('SIGHUP reads sources and configuration again, and the server goes on', async () => {
  const { address, stop } = await start()
  const followed = async (): Promise<number> => {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(join(folder, 'data', 'weekly.db'), { readOnly: true })
    const row = database.prepare('select count(*) as count from sources where active = 1').get()
    database.close()
    return Number(row?.['count'])
  }
  const before = await followed()
  const path = join(folder, 'config', 'sources.yaml')
  await writeFile(path, `${await readFile(path, 'utf8')}\n- url: https://example.org/one-more.xml\n`)
  const weekly = join(folder, 'config', 'weekly.yaml')
  await writeFile(weekly, (await readFile(weekly, 'utf8')).replace(/^title: .*$/m, 'title: Named anew 新名'))
  running?.kill('SIGHUP')
  await expect.poll(followed, { timeout: 30_000 }).toBe(before + 1)
  await expect
    .poll(async () => (await fetch(new URL('subscribe', address))).text(), { timeout: 30_000 })
    .toContain('Named anew 新名')
  expect((await fetch(address)).status).toBe(200)
  expect(await stop('SIGTERM')).toBe(0)
})
