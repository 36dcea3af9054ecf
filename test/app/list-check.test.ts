// A configuration that meets the store of another list: nothing of it may get in, not even a reader.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Acceptable } from '../../src/app/wire.ts'
import { readTables } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

const mail = { from: 'A <a@list.example>', postalAddress: '1 Street' }
const own = { title: '周刊甲', url: 'https://a.example.com/', mail }
const other = { title: '周刊乙', url: 'https://b.example.com/', mail: { ...mail, from: 'B <b@list.example>' } }

let program: Program
beforeEach(async () => {
  program = await createProgram(own)
})
afterEach(() => program.remove())

/** Opens the program as each command does; answers what the store has then. */
async function open(...accepts: Acceptable[]) {
  const app = await program.open({ accepts: new Set(accepts) })
  try {
    return await readTables(app.store.db)
  } finally {
    await app.close()
  }
}

test('another list’s store is refused before anything of the configuration gets in, until it is accepted', async () => {
  const before = await open()
  await program.configure({ ...other, subscribers: [{ email: 'c@example.org', consent: 'to another list' }] })
  await expect(open()).rejects.toMatchObject({ code: 'STORE_OF_ANOTHER_LIST' })
  await expect(open('clock', 'site')).rejects.toMatchObject({ code: 'STORE_OF_ANOTHER_LIST' })
  await program.configure(own)
  expect(await open()).toEqual(before)
  await program.configure(other)
  await open('list')
  await open()
})

test.each([
  ['moves to another address', { ...own, url: other.url }],
  ['gets another name', { ...own, title: other.title }],
  ['moves and gets another name', { ...own, title: other.title, url: other.url }],
  ['moves and gets another sender', { ...other, title: own.title }],
])('a list that %s goes on', async (_what, changed) => {
  await open()
  await program.configure(changed)
  await open()
})

test('a list that was only tried out on this machine may become any other', async () => {
  await program.configure({ ...own, url: 'http://127.0.0.1:8080/' })
  await open()
  await program.configure(other)
  await open()
})

test('a store without readers and issues may serve anybody', async () => {
  await program.configure({ ...own, subscribers: [] })
  await open()
  await program.configure({ ...other, subscribers: [] })
  await open()
})
