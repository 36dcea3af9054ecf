// A running server on the loopback with a store, a site folder and the confirmation mails it would have sent.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant } from '../../src/core/types.ts'
import { readerUrl } from '../../src/deliver/message/composer.ts'
import { createTokens } from '../../src/deliver/tokens.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { claimMails, selectLetters } from '../../src/store/ledger.ts'
import { readClaimedLetters } from '../../src/store/letters.ts'
import { createServer, type ServerDeps } from '../../src/web/server.ts'

export const now = '2026-11-20T00:30:00.000Z' as Instant
export const tokens = createTokens(Buffer.alloc(32, 7))

export async function startSite(files: Readonly<Record<string, string>>, more: Partial<ServerDeps> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-web-'))
  const outputFolder = join(folder, 'public')
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(outputFolder, name)), { recursive: true })
    await writeFile(join(outputFolder, name), content)
    await utimes(join(outputFolder, name), new Date(now), new Date(now))
  }
  await writeFile(join(folder, 'secret.txt'), 'secret')
  const store = await openStore('sqlite:weekly.db', folder)
  const clock = fixedClock(now)
  const confirmUrls: string[] = []
  const server = createServer({
    store,
    clock,
    log: silentLog,
    url: 'https://weekly.example/',
    language: 'en',
    sections: ['容器', 'Clouds'],
    catchUp: false,
    tokens,
    renderReaderPage: (kind, scope) => `<title>${kind}</title>${JSON.stringify(scope)}`,
    sendLetters: async () => {
      const due = selectLetters('confirmation')
      const claim = { holder: 'web', until: addMinutes(now, 15) }
      const ids = await claimMails(store, due, claim, now, { limit: 9 })
      for (const { subscriber_id: id } of await readClaimedLetters(store.db, ids))
        confirmUrls.push(readerUrl('https://weekly.example/', tokens, 'confirm', id))
      // Sent, as far as these tests go.
      await store.db.updateTable('letters').set({ state: 'sent' }).where('state', '=', 'claimed').execute()
    },
    outputFolder,
    http: { host: '127.0.0.1', port: 0, trustedProxies: ['127.0.0.0/8'] },
    ...more,
  })
  const { port } = await server.listen()
  return {
    store,
    clock,
    confirmUrls,
    port,
    outputFolder,
    get: (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
      fetch(`http://127.0.0.1:${port}${path}`, { method, headers, redirect: 'manual' }),
    post: (
      path: string,
      fields: Readonly<Record<string, string>> | [string, string][],
      headers: Readonly<Record<string, string>> = {},
    ) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers,
        body: new URLSearchParams(fields),
        redirect: 'manual',
      }),
    close: async () => {
      await server.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

export type Site = Awaited<ReturnType<typeof startSite>>
