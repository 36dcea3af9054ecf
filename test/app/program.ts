// The whole program in a folder of its own: opened in this process, or run as a command in a child.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { silentLog } from '../../src/core/log.ts'
import { builtProgram } from '../built-program.ts'
import { type App, openApp, type OpenOptions } from '../../src/app/wire.ts'

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A set-up in a folder of its own. */
export interface Program {
  readonly folder: string
  /** Replaces keys of weekly.yaml. */
  configure(weekly: object): Promise<void>
  setSources(sources: readonly object[]): Promise<void>
  open(options?: { now?: string } & Partial<OpenOptions>): Promise<App>
  run(...args: string[]): Promise<Ended>
  /** Starts a command and leaves it running. */
  start(...args: string[]): ReturnType<typeof spawn>
  mails(): Promise<string[]>
  page(path: string): Promise<string>
  remove(): Promise<void>
}

/** The set-up that tests start from: English, Shanghai, closing on Friday 08:00, two readers, mails into a folder. */
export async function createProgram(weekly: object = {}): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-program-'))
  const config = join(folder, 'config')
  await mkdir(config)
  const configure = (changes: object): Promise<void> =>
    writeFile(
      join(config, 'weekly.yaml'),
      stringify({
        title: 'Test list',
        language: 'en',
        timezone: 'Asia/Shanghai',
        store: `sqlite:${join(folder, 'weekly.db')}`,
        content: join(folder, 'content'),
        output: join(folder, 'public'),
        mail: {
          from: 'List <list@example.org>',
          postalAddress: '1 Street',
          transport: `outbox:${join(folder, 'outbox')}`,
        },
        subscribers: ['a', 'b'].map(name => ({ email: `${name}@example.org`, consent: 'in the test' })),
        http: { port: 0 },
        // A card takes half a second of each process that draws one.
        issue: { card: false },
        fetch: { allowPrivate: ['127.0.0.0/8'] },
        ...weekly,
        ...changes,
      }),
    )
  await configure({})
  await writeFile(join(config, 'sources.yaml'), '[]\n')
  const start: Program['start'] = (...args) =>
    spawn(process.execPath, [builtProgram(), ...args, '--config', config], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  return {
    folder,
    configure,
    setSources: sources => writeFile(join(config, 'sources.yaml'), stringify(sources)),
    open: ({ now, ...open } = {}) =>
      openApp({ config, ...(now === undefined ? {} : { now }) }, { log: silentLog, ...open }),
    start,
    run: (...args) =>
      new Promise((done, fail) => {
        const child = start(...args)
        const output = { stdout: '', stderr: '' }
        child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
        child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
        child.on('error', fail).on('close', code => done({ code, ...output }))
      }),
    mails: async () =>
      (await readdir(join(folder, 'outbox')).catch(() => [])).filter(name => name.endsWith('.eml')).sort(),
    page: path => readFile(join(folder, 'public', path), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
