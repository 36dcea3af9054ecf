// What owners see of the machines that keep the list: who is at work, what waits, and what was given up.
import { readDeadJobs, readLanes } from '../../store/jobs.ts'
import { readWorkers } from '../../store/workers.ts'
import { type DeskDeps, deskWords } from './frame.ts'
import { viewMoment } from './moments.ts'

const DEAD_SHOWN = 10

/** What the template shows; null where one process does everything. */
export async function viewMachines(deps: Pick<DeskDeps, 'store' | 'language' | 'timezone'>): Promise<object | null> {
  const lanes = await readLanes(deps.store)
  if (lanes === null) return null
  const said = deskWords(deps).machines
  const sum = (what: 'waiting' | 'running' | 'retrying'): number => lanes.reduce((all, lane) => all + lane[what], 0)
  const dead = (await readDeadJobs(deps.store)).slice(0, DEAD_SHOWN)
  return {
    jobs: said.jobs(sum('waiting'), sum('running'), sum('retrying')),
    workers: (await readWorkers(deps.store)).map(({ role, host }) => said.on(said.roles[role], host)),
    dead: dead.map(({ lane, key, tries, error, at }) => ({
      said: said.failed(lane, key, tries),
      error,
      at: viewMoment(at, deps),
    })),
  }
}
