// Whether other accounts of the machine can read what is for this one alone: the store with its readers, keys that sign mail, passwords.
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { LoadedConfig } from '../../app/load-config.ts'
import { type Finding, ok, warn } from './finding.ts'

/** Group and others may read. */
const READABLE_BITS = 0o044

/** A password that stands in the file itself, and not as `${NAME}`. */
const writtenPassword = /:\/\/[^\s/:@]+:(?!\$\{)[^\s/@]+@|^\s*(?:key|password|hookSecret):\s*["']?(?!\$\{)[^\s"'$]/m

async function findPrivateFiles({ weekly, folder }: LoadedConfig): Promise<readonly string[]> {
  const store = weekly.store.startsWith('sqlite:') ? weekly.store.slice('sqlite:'.length) : null
  const stores = store === null || store === ':memory:' ? [] : [store, `${store}-wal`]
  const keys = weekly.mail.dkim.map(({ keyFile }) => resolve(folder, keyFile))
  const config = join(folder, 'weekly.yaml')
  const text = await readFile(config, 'utf8').catch(() => '')
  return [...stores, ...keys, ...(writtenPassword.test(text) ? [config] : [])]
}

/** Names each file that others can read, with the command that closes it. Nothing is found where files have no such modes. */
export async function checkPermissions(config: LoadedConfig): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return []
  const files = await findPrivateFiles(config)
  const modes = await Promise.all(
    files.map(async file => ({ file, mode: (await stat(file).catch(() => null))?.mode ?? 0 })),
  )
  const open = modes.filter(({ mode }) => (mode & READABLE_BITS) !== 0)
  if (open.length === 0) return [ok('permissions', 'store and keys are for this account alone')]
  return open.map(({ file, mode }) =>
    warn('permissions', `others can read ${file} (mode ${(mode & 0o777).toString(8)})`, `chmod 600 ${file}`),
  )
}
