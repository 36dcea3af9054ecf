// What this process is called in claims, and whether a process of that name is dead.
import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Where process numbers mean what they mean here: this boot of this machine, in this container. Null where that cannot be told. */
function readPlace(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`
  } catch {
    return process.platform === 'linux' ? null : hostname()
  }
}

const place = readPlace()

/**
 * What no other process of that number has: since when a boot runs no two had the same number at the same nanosecond. Where the boot has no
 * name it is chance, which takes `node:crypto`: a tenth of what a short command costs.
 */
function createMark(): string {
  if (process.platform !== 'linux' || place === null) return randomBytes(8).toString('hex')
  return process.hrtime.bigint().toString(16).padStart(16, '0')
}

/** A name for this process, unique among all that ever use the store. */
export function createWorkerId(): string {
  return `${place ?? 'unknown'}/${process.pid}/${createMark()}`
}

/** Whether the process behind a worker's id has certainly ended; false for one on another machine, of which nothing is known. */
export function isWorkerDead(worker: string): boolean {
  const [, known, pid] = /^(.*)\/(\d+)\/[0-9a-f]{16}$/.exec(worker) ?? []
  if (place === null || known !== place) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
