// A link to PostgreSQL that can be disturbed: a proxy on the loopback which tests tell to be silent, to break, or to speak as a pooler does.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A disturbed link. */
export interface PostgresLink {
  /** The address of the database, by way of the link. */
  readonly address: string
  /** Names of prepared statements that were asked for. */
  readonly statementNames: Set<string>
  /** From now on nothing comes through, and nobody is told; until `heal`. */
  fallSilent(): void
  heal(): void
  /** Ends every connection, and takes no new ones until `heal`. */
  breakOff(): void
  close(): Promise<void>
}

/** Opens a link to a database. A pooler refuses settings of the session, as PgBouncer does. */
export async function openPostgresLink(database: string, kind: 'plain' | 'pooler' = 'plain'): Promise<PostgresLink> {
  const target = new URL(database)
  const port = Number(target.port)
  const sockets = new Set<Socket>()
  const statementNames = new Set<string>()
  let state: 'open' | 'silent' | 'broken' = 'open'
  const server = createServer(client => {
    if (state === 'broken') return void client.destroy()
    const upstream = connect(port, target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
    }
    let isBegun = false
    client.on('data', bytes => {
      if (kind === 'pooler' && !isBegun && bytes.includes('_timeout\0')) return void client.end(refusal())
      isBegun = true
      noteStatements(bytes, statementNames)
      if (state === 'open') upstream.write(bytes)
    })
    upstream.on('data', bytes => {
      if (state === 'open') client.write(bytes)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  target.port = String((server.address() as AddressInfo).port)
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: target.href,
    statementNames,
    fallSilent: () => (state = 'silent'),
    heal: () => (state = 'open'),
    breakOff: () => {
      state = 'broken'
      endAll()
    },
    close: async () => {
      endAll()
      await new Promise(done => server.close(done))
    },
  }
}

/** What PgBouncer says to a parameter of the session that it does not keep. */
function refusal(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: lock_timeout\0\0')
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

/** Notes the names in Parse messages: `P`, a length, then the name, which is empty for a statement that nobody keeps. */
function noteStatements(bytes: Buffer, names: Set<string>): void {
  if (bytes[0] !== 0x50) return
  const name = bytes.subarray(5, bytes.indexOf(0, 5)).toString()
  if (name !== '') names.add(name)
}
