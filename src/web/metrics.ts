// The figures for Prometheus: what the store knows, and what this process has done. prom-client stays behind this file.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { StageReport } from '../core/types.ts'
import type { Fact } from '../store/operations-facts.ts'

/** The figures of one process. */
export interface Metrics {
  readonly contentType: string
  /** Takes in a pass of the worker: how long it took, and what its stages did; null for one that failed. */
  readonly notePass: (seconds: number, stages: readonly StageReport[] | null) => void
  /** Writes everything down, with the store as it is. */
  render(facts: readonly Fact[]): Promise<string>
}

/** Facts of the store as gauges: name, help, and what their label is called. */
const gauges: Readonly<Record<string, readonly [help: string, label: string]>> = {
  sources: ['Sources that are followed, due, more than an hour late, or failing', 'state'],
  fetches: ['Requests to sources within the last hour, by outcome', 'outcome'],
  articles: ['Articles read within the last day, by the way they were read, and those that failed', 'way'],
  waiting: ['What waits: items for their article, letters for their mail', 'what'],
  slots: ['Weeks that have closed and have no issue yet', 'state'],
  deliveries: ['Mails of the latest issue, by state', 'state'],
  bounces: ['Reports on mails of the latest issue, by verdict', 'verdict'],
  subscribers: ['Readers, by state', 'state'],
  jobs: ['Jobs that workers share on PostgreSQL, by state; dead: given up', 'state'],
  jobs_waiting: ['Of these, those that wait for a worker, by lane', 'lane'],
}
/** The same whose age matters: since when the oldest of them has been so. */
const aged: ReadonlySet<string> = new Set(['sources', 'waiting', 'slots', 'jobs_waiting'])

const secondsOf = (at: string): number => Date.parse(at) / 1000

/** The process's own, under the names that dashboards know; the package's own set reads files at each scrape and takes a millisecond. */
function watchProcess(registers: Registry[]): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  new Gauge({
    ...{ name: 'nodejs_eventloop_lag_p99_seconds', help: 'Event-loop lag since the last scrape', registers },
    collect() {
      this.set(Number.isNaN(delay.mean) ? 0 : delay.percentile(99) / 1e9)
      delay.reset()
    },
  })
  new Gauge({
    ...{ name: 'process_resident_memory_bytes', help: 'Memory of the process', registers },
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({
    ...{ name: 'process_cpu_seconds_total', help: 'CPU time of the process', registers },
    collect() {
      const { user, system } = process.cpuUsage()
      this.set((user + system) / 1e6)
    },
  })
}

/** What the passes of a worker did. */
function countPasses(registers: Registry[]): Pick<Metrics, 'notePass'> {
  const passes = new Histogram({
    ...{ name: 'weekly_pass_seconds', help: 'How long passes of the worker took', registers },
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900],
  })
  const failed = new Counter({ name: 'weekly_passes_failed_total', help: 'Passes that ended with an error', registers })
  const steps = new Counter({
    ...{ name: 'weekly_stage_total', help: 'What the stages of passes did', registers },
    labelNames: ['stage', 'result'],
  })
  return {
    notePass: (seconds, stages) => {
      passes.observe(seconds)
      if (stages === null) failed.inc()
      for (const { stage, ...report } of stages ?? [])
        for (const result of ['done', 'skipped', 'failed'] as const) steps.inc({ stage, result }, report[result])
    },
  }
}

/** Makes the figures of this process, with a registry of their own. */
export function createMetrics(version: string): Metrics {
  const register = new Registry()
  const registers = [register]
  watchProcess(registers)
  new Gauge({ name: 'weekly_build', help: 'The program', labelNames: ['version'], registers }).set({ version }, 1)
  const worker = countPasses(registers)
  const now = new Map(
    Object.entries(gauges).map(([name, [help, label]]) => [
      name,
      new Gauge({ name: `weekly_${name}`, help, labelNames: [label], registers }),
    ]),
  )
  const since = new Gauge({
    ...{
      name: 'weekly_oldest_timestamp_seconds',
      help: 'Since when the oldest has been due, late, failing or waiting',
      registers,
    },
    labelNames: ['of', 'what'],
  })
  const issue = new Gauge({ name: 'weekly_issue_number', help: 'Number of the latest issue', registers })
  const sealedAt = new Gauge({
    ...{
      name: 'weekly_issue_sealed_timestamp_seconds',
      help: 'When the latest issue was sealed; 0: there is none',
      registers,
    },
  })
  const take = ({ name, label, count, at }: Fact): void => {
    if (name === 'issue') {
      issue.set(count)
      sealedAt.set(at === null ? 0 : secondsOf(at))
    }
    now.get(name)?.set({ [gauges[name]?.[1] ?? '']: label }, count)
    if (aged.has(name) && at !== null) since.set({ of: name, what: label }, secondsOf(at))
  }
  return {
    contentType: register.contentType,
    notePass: worker.notePass,
    render(facts) {
      // What is no longer so must not stay.
      for (const gauge of [...now.values(), since]) gauge.reset()
      // These are looked for by alerts: they are there also when there is none.
      for (const state of ['uncertain', 'deferred', 'bounced']) now.get('deliveries')?.set({ state }, 0)
      for (const fact of facts) take(fact)
      return register.metrics()
    },
  }
}
