// Runs the commands of both READMEs, line by line, in a set-up like the shipped one; example.org is a site on loopback.
import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageOf, rssOf, startSite, type TestSite } from './servers.ts'
import { builtProgram } from './built-program.ts'

const project = join(import.meta.dirname, '..')
const pages: Readonly<Record<string, readonly string[]>> = {
  'not-this-one': ['The harbour of the old town was closed for eleven years.', 'A ship came back on a Tuesday in May.'],
  'that-one': [
    'Starch crystallises at four degrees.',
    'So bread goes stale in the refrigerator, and not in a wooden box.',
  ],
  article: ['Two leaders held one lease because a clock stood still.', 'Fencing tokens would have told them apart.'],
}
let folder = ''
let site: TestSite

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-readme-'))
  for (const name of ['config', 'content', 'templates'])
    await cp(join(project, name), join(folder, name), { recursive: true })
  const file = join(folder, 'config', 'weekly.yaml')
  const yaml = (await readFile(file, 'utf8')).replace(/allowPrivate: \[\]/, 'allowPrivate: ["127.0.0.0/8"]')
  await writeFile(join(folder, 'readers.csv'), 'email,name,language,consent\nann@example.org,Ann,en,at a meeting\n')
  site = await startSite()
  const date = new Date(Date.now() - 3_600_000).toISOString()
  const items = Object.entries(pages).map(([page, text]) => ({
    link: `${site.url}${page}`,
    title: text[0] ?? '',
    date,
    text: text.join(' '),
  }))
  site.routes.set('/', `<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed">`)
  site.routes.set('/feed', { headers: { 'content-type': 'application/rss+xml' }, body: rssOf('Harbour', items) })
  for (const [page, text] of Object.entries(pages)) site.routes.set(`/${page}`, pageOf(text[0] ?? '', text))
  // As `npm start` did before: the first issue, of the samples, is out. From now on the curator releases.
  await writeFile(file, yaml)
  expect(await run('run')).toMatchObject({ code: 0 })
  await writeFile(file, yaml.replace(/^review: auto/m, 'review: wait'))
}, 120_000)
afterAll(async () => {
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

const readCommands = async (file: string): Promise<readonly string[]> =>
  [...(await readFile(join(project, file), 'utf8')).matchAll(/^npx weekly (.+?)(?:\s+#.*)?$/gm)].map(
    ([, line = '']) => line,
  )

/** The words of a command, quotation marks understood. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replaceAll('https://example.org/', site.url).matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, word]) => quoted ?? word ?? '',
  )

async function run(line: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [builtProgram(), ...wordsOf(line)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>(done => child.on('close', done))
  return { code, said }
}

test('both READMEs name the same commands in the same order', async () => {
  const plain = (lines: readonly string[]) => lines.map(line => line.replace(/"[^"]*"/g, '""'))
  expect(plain(await readCommands('README.zh-CN.md'))).toEqual(plain(await readCommands('README.md')))
})

describe('the README', () => {
  /** What there is nothing of yet ends with 4; all else with 0. */
  const endsWith: Readonly<Record<string, number>> = { 'publish --week 2016-W49': 4 }

  test('leads from nothing to a mailed issue, command by command', async () => {
    const commands = await readCommands('README.md')
    expect(commands.length).toBeGreaterThan(14)
    for (const line of commands) {
      const { code, said } = await run(line)
      expect([line, code, code === (endsWith[line] ?? 0) ? '' : said]).toEqual([line, endsWith[line] ?? 0, ''])
    }
  }, 300_000)
})
