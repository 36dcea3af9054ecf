// Tables of the processes that keep one list together.
import type { Instant } from '../../core/types.ts'

/** A process that holds claims, from its first heartbeat on until it ends or is found silent. */
export interface WorkerTable {
  /** As in claims. */
  id: string
  /** `command`: a command that runs once. */
  role: 'worker' | 'web' | 'worker and web' | 'command'
  /** The name of its machine, for people. */
  host: string
  /** Marks of its program and of its configuration: they differ where those do. */
  program: string
  config: string
  /** By the database's clock, as is `beat_at`. */
  begun_at: Instant
  beat_at: Instant
}

/** Tables of machines by name. */
export interface MachineTables {
  workers: WorkerTable
}
