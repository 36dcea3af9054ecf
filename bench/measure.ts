// How the bench measures: CPU time of contenders in turns, and what a child process cost. Used by all steps.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The project's folder. */
export const projectFolder = join(import.meta.dirname, '..')

/** The middle value; of an even number the mean of the middle two. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}

/** CPU milliseconds, user and system, of all threads of this process while the work runs. */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** What work cost: how long it took, and the CPU time of all threads. */
export interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Does the work once. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const startedMs = performance.now()
  const cpuMs = await cpuMsOf(work)
  return { wallMs: performance.now() - startedMs, cpuMs }
}

/** Work is repeated so long before it is measured: until then it is compiled while it runs. */
const WARM_UP_MS = 400
/** One turn takes about so long, so that the clock's grain does not matter. */
const TURN_MS = 60

/** Warms the work up, and answers how many calls make a turn. */
async function countForTurn(work: () => unknown): Promise<number> {
  const startedMs = performance.now()
  let lastMs = 0
  for (let nowMs = startedMs; nowMs - startedMs < WARM_UP_MS;) {
    await work()
    lastMs = performance.now() - nowMs
    nowMs += lastMs
  }
  return Math.max(1, Math.ceil(TURN_MS / lastMs))
}

/**
 * CPU milliseconds of one call of each contender: the median of several rounds in which all take turns, so that whatever else the
 * machine does meets them alike.
 */
export async function compareCpuMs<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
  rounds = 7,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contenders) as Name[]
  const turns = new Map<Name, { readonly calls: number; readonly cpuMs: number[] }>()
  for (const name of names) turns.set(name, { calls: await countForTurn(contenders[name]), cpuMs: [] })
  for (let round = 0; round < rounds; round++)
    for (const [name, { calls, cpuMs }] of turns) {
      const repeat = async (): Promise<void> => {
        for (let call = 0; call < calls; call++) await contenders[name]()
      }
      cpuMs.push((await cpuMsOf(repeat)) / calls)
    }
  return Object.fromEntries([...turns].map(([name, { cpuMs }]) => [name, medianOf(cpuMs)])) as Record<Name, number>
}

/** Does something in a folder of its own and removes it. */
export async function withTemporaryFolder<Result>(act: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-bench-'))
  try {
    return await act(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a child process cost, by its own account. */
export interface ChildCost {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMegabytes: number
  readonly stdout: string
}

// Plain CommonJS, so that bare node loads nothing else for its sake.
const accountAtExit = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cost = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMegabytes: maxRSS / 1024 }
  require('node:fs').writeFileSync(__filename + '.json', JSON.stringify(cost))
})`

/**
 * Runs node with these arguments and answers what it cost. On Linux a child's peak memory is at least what its parent held, so callers
 * stay small. Throws when the child fails.
 */
export async function runNode(args: readonly string[], cwd = projectFolder): Promise<ChildCost> {
  return withTemporaryFolder(async folder => {
    const account = join(folder, 'account.cjs')
    await writeFile(account, accountAtExit)
    const startedMs = performance.now()
    const stdout = await readOutput(['-r', account, ...args], cwd)
    const wallMs = performance.now() - startedMs
    const cost = JSON.parse(await readFile(`${account}.json`, 'utf8')) as Pick<ChildCost, 'cpuMs' | 'peakMegabytes'>
    return { ...cost, wallMs, stdout }
  })
}

function readOutput(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.on('error', fail).on('close', code => {
      if (code === 0) done(output.stdout)
      else fail(new Error(`node ${args.join(' ')} ended with ${code ?? 'a signal'}: ${output.stderr}${output.stdout}`))
    })
  })
}

/** The medians of several runs of the same child. */
export function medianCost(costs: readonly ChildCost[]): Omit<ChildCost, 'stdout'> {
  const of = (key: 'wallMs' | 'cpuMs' | 'peakMegabytes'): number => medianOf(costs.map(cost => cost[key]))
  return { wallMs: of('wallMs'), cpuMs: of('cpuMs'), peakMegabytes: of('peakMegabytes') }
}
