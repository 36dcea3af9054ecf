// Why a server cannot listen where it should, and what to do about it.
import { WeeklyError } from '../core/errors.ts'

/** Next steps by the cause that the system names; `key` is the one of weekly.yaml that says where to listen. */
const hints: Readonly<Record<string, (key: string) => string>> = {
  EADDRINUSE: key => `Stop the program that has the port, or name another in \`${key}\`.`,
  EACCES: key => `Ports below 1024 are for root: name one above in \`${key}\`, and put a proxy before it (deploy/).`,
  EADDRNOTAVAIL: key => `This machine has no such address: \`${key}\` names one of its own, 127.0.0.1 or 0.0.0.0.`,
  ENOTFOUND: key => `The name leads nowhere: write an address of this machine into \`${key}\`.`,
}

/** PORT_UNAVAILABLE for a place that cannot be listened on. */
export function portUnavailable(
  key: 'http' | 'http.operations',
  { host, port }: { readonly host: string; readonly port: number },
  cause: NodeJS.ErrnoException,
): WeeklyError {
  const hint = hints[cause.code ?? ''] ?? ((name: string) => `Correct \`${name}\` in weekly.yaml.`)
  return new WeeklyError('PORT_UNAVAILABLE', `cannot listen on ${host}:${port}: ${cause.message}`, {
    hint: hint(key),
    cause,
  })
}
