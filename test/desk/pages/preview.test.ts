// The preview: frames that run nothing, a test mail to oneself alone.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { formTokenOf } from '../../../src/desk/pages/visitor.ts'
import { type Browser, type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
let ann: Browser
beforeEach(async () => {
  desk = await startDesk()
  ann = desk.openBrowser()
  await ann.post(`/desk/link/${await makeDeskLink(desk.store.db, desk.editor.id, desk.clock.now())}`, {})
})
afterEach(() => desk.close())

test('each frame has its content at a path of its own, where nothing runs and only the desk may show it', async () => {
  for (const [name, content] of [
    ['page', '<p>2016-W49</p>'],
    ['mail', '<p>mail</p>'],
    ['text', 'a &#60; b'],
  ] as const) {
    const page = await (await ann.get(`/desk/preview/${name}`)).text()
    expect(page).toContain(`src="/desk/preview/${name}/content"`)
    expect(page).toContain('sandbox="allow-popups')
    const frame = await ann.get(`/desk/preview/${name}/content`)
    expect(await frame.text()).toContain(content)
    const policy = frame.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toMatch(/^sandbox allow-popups/)
    expect(policy).toContain("frame-ancestors 'self'")
    expect(policy).not.toContain('script')
  }
  expect((await desk.openBrowser().get('/desk/preview/page/content')).status).toBe(303)
})

test('a test mail goes to whoever asks for it', async () => {
  const token = formTokenOf(ann.cookies.get('desk') ?? '')
  const answer = await ann.post('/desk/preview', { token, to: 'eve@example.org' })
  expect(answer.headers.get('Location')).toBe('/desk/preview?sent=1')
  expect(desk.tests).toEqual(['2016-W49 ann@example.org'])
  expect(await (await ann.get('/desk/preview?sent=1')).text()).toContain('ann@example.org')
})
