import { afterEach, beforeEach, expect, test } from 'vitest'
import { hostileTitles } from '../publish/issues.ts'
import { startDouble, type Double } from './chat-double.ts'
import { issueOf, openTarget, planOf, tellOutcome } from './target-fixture.ts'

let double: Double
beforeEach(async () => {
  double = await startDouble()
  double.answer({ body: { ok: true, result: { message_id: 5 } } })
})
afterEach(() => double.close())

const open = () => openTarget(double, { kind: 'telegram', url: double.url, token: '1:abcdefgh', to: '@list' })
const lastText = (): string => (JSON.parse(double.asked.at(-1)?.body ?? '{}') as { text?: string }).text ?? ''

test('only tags and references that Telegram knows are sent, whatever the titles', async () => {
  const target = await open()
  await target.publish(await planOf(target, issueOf([...hostileTitles, '@everyone <b>bold</b> & "quoted" |'])))
  const text = lastText()
  expect(text.replaceAll(/<a href="[^"<>]*">|<\/a>|<\/?b>/g, '')).not.toMatch(/[<>]/)
  expect(text.match(/&(?!(?:amp|lt|gt|quot);)/)).toBeNull()
  expect(double.asked[0]?.path).toBe('/bot1:abcdefgh/sendMessage')
})

test('a long issue is one message of 4,096 units and 100 links at most', async () => {
  const target = await open()
  for (const title of ['很长的标题'.repeat(12), 'x']) {
    await target.publish(await planOf(target, issueOf(Array.from({ length: 150 }, () => title))))
    const seen = lastText().replaceAll(/<[^>]*>/g, '')
    expect(seen.length).toBeLessThanOrEqual(4_096)
    expect(lastText().match(/<a /g)?.length).toBeLessThanOrEqual(100)
    expect(seen).toMatch(/and \d+ more: /)
  }
})

test('a correction edits the message; one that changes nothing there is done', async () => {
  const target = await open()
  const plan = await planOf(target, issueOf(['Two']))
  expect(tellOutcome(await target.correct(plan, '5'))).toBe('sent 5')
  expect(double.asked[0]).toMatchObject({ path: '/bot1:abcdefgh/editMessageText' })
  expect(JSON.parse(double.asked[0]?.body ?? '')).toMatchObject({ message_id: 5, chat_id: '@list' })
  double.answer({
    status: 400,
    body: { ok: false, error_code: 400, description: 'Bad Request: message is not modified' },
  })
  expect(tellOutcome(await target.correct(plan, '5'))).toBe('sent 5')
  double.answer({
    status: 400,
    body: { ok: false, error_code: 400, description: 'Bad Request: message to edit not found' },
  })
  expect(tellOutcome(await target.correct(plan, '5'))).toBe('refused TARGET_REFUSED')
})
