// The page of targets: what became of each message, its buttons by POST, and nothing decided twice.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readMessages } from '../../../src/store/target-messages.ts'
import { now } from '../../web/web-fixture.ts'
import { signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk({ targets: [{ name: '飞书群', kind: 'lark' }] })
})
afterEach(() => desk.close())

const tell = (subject: string, state: 'sent' | 'refused' | 'uncertain', problem: string | null) =>
  desk.store.db
    .insertInto('target_messages')
    .values({
      ...{ target: '飞书群', subject, sha256: 'a', body: '{}', state, problem, attempts: 1, next_attempt_at: null },
      ...{ told_sha256: null, remote_id: null, begun_at: null, updated_at: now },
    })
    .execute()
const page = async (browser: Browser): Promise<string> => (await browser.get('/desk/targets')).text()
const press = async (browser: Browser, around: string, button: string): Promise<Response> => {
  const { action, fields } = formIn(await page(browser), around, button)
  return browser.post(action, fields)
}
const states = async () => (await readMessages(desk.store.db)).map(({ subject, state }) => `${subject} ${state}`)

test('what is uncertain is sent again or counted as sent, what was refused is sent again, each once', async () => {
  await tell('2026-W46', 'sent', null)
  await tell('2026-W47', 'uncertain', 'TARGET_UNCERTAIN: no <b>answer</b>')
  await tell('2026-W48', 'refused', 'TARGET_REFUSED: 19024')
  const ann = await signInAs(desk, 'editor')
  const html = await page(ann)
  expect(textOf(html)).toContain('may or may not have arrived')
  expect(html).toContain('no &lt;b&gt;answer')
  expect(() => formIn(html, '2026-W46', 'again')).toThrow()
  expect(() => formIn(html, '2026-W48', 'done')).toThrow()
  const old = formIn(html, '2026-W47', 'done')
  expect((await press(ann, '2026-W47', 'done')).status).toBe(303)
  expect((await press(ann, '2026-W48', 'again')).status).toBe(303)
  expect(await states()).toEqual(['2026-W46 sent', '2026-W47 sent', '2026-W48 planned'])
  await ann.post(old.action, { ...old.fields, kind: 'again' })
  await ann.post(old.action, { ...old.fields, target: 'another' })
  expect(await states()).toEqual(['2026-W46 sent', '2026-W47 sent', '2026-W48 planned'])
})

test('a test message goes out by a button', async () => {
  const ann = await signInAs(desk, 'editor')
  const answer = await press(ann, '飞书群', 'test')
  expect(answer.status).toBe(303)
  expect(textOf(await (await ann.get(answer.headers.get('location') ?? '')).text())).toContain(
    'The test went out to 飞书群',
  )
})
