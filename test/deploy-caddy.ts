// A real Caddy on the loopback, in front of a server of ours, with the example that deploy/ ships. It comes from the machine: npm has none.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from './deploy-nginx.ts'

/** Starts Caddy with the shipped example, name and port replaced, in front of a port of ours. Throws what it says where it does not start. */
export async function startCaddy(port: number): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-caddy-'))
  const url = `http://127.0.0.1:${await findFreePort()}/`
  const shipped = await readFile(join(import.meta.dirname, '..', 'deploy', 'caddy', 'Caddyfile'), 'utf8')
  // On plain HTTP, for no authority gives the loopback a certificate.
  const text = shipped
    .replace('weekly.example.org {', `${url.slice(0, -1)} {`)
    .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
  const file = join(folder, 'Caddyfile')
  await writeFile(file, `{\n\tadmin off\n}\n${text}`)
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const child = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', file], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  const ended = new Promise<void>(done => {
    child.once('error', () => {
      said += 'there is no Caddy: apt-get install caddy'
      done()
    })
    child.once('close', () => done())
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  child.stderr.setEncoding('utf8').on('data', (more: string) => (said += more))
  while (child.exitCode === null && !said.includes('serving initial configuration') && !said.includes('no Caddy'))
    await Promise.race([once(child.stderr, 'data'), ended])
  if (said.includes('serving initial configuration')) return { url, stop }
  await stop()
  throw new Error(said)
}
