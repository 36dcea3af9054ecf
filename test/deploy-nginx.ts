// A real nginx on the loopback, in front of a server of ours, with the example that deploy/ ships. It comes from the machine: npm has none.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A port that is free now: a proxy wants to be told one. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** An nginx that runs. */
export interface RunningNginx {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts nginx with the shipped example, ports replaced, in front of a port of ours; `change` may edit it. Throws what nginx says of a
 * configuration that it refuses.
 */
export async function startNginx(port: number, change = (text: string): string => text): Promise<RunningNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-nginx-'))
  const own = await findFreePort()
  const shipped = await readFile(join(import.meta.dirname, '..', 'deploy', 'nginx', 'weekly.conf'), 'utf8')
  const site = shipped
    .replace('listen 80;', `listen 127.0.0.1:${own};`)
    .replace(/^ *listen \[::\]:80;\n/m, '')
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const places = paths.map(name => `${name}_temp_path ${join(folder, name)};`).join('\n')
  const config = join(folder, 'nginx.conf')
  await writeFile(
    config,
    // Bodies are kept in the folder for a while, by the account of its workers.
    `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid ${join(folder, 'pid')}; error_log stderr warn;\nevents {}\nhttp { access_log off;\n${places}\n${change(site)}\n}\n`,
  )
  const child = spawn('nginx', ['-c', config, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<string>(done => {
    child.once('error', () => done('there is no nginx: apt-get install nginx-light'))
    child.once('close', () => done(said))
  })
  const url = `http://127.0.0.1:${own}/`
  const answers = async (): Promise<null> => {
    for (;;)
      if (
        await fetch(url).then(
          () => true,
          () => false,
        )
      )
        return null
  }
  const failure = await Promise.race([ended, answers()])
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  if (failure !== null) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(failure)
  }
  return { url, stop }
}
