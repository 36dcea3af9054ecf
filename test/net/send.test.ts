import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSender } from '../../src/net/send.ts'
import { startDouble, type Double } from '../targets/chat-double.ts'

let double: Double
beforeEach(async () => {
  double = await startDouble()
})
afterEach(() => double.close())

const send = (path: string, limits = {}, allowPrivate = [double.host]) =>
  createSender({ userAgent: 'weekly/test', allowPrivate, limits }).send({
    method: 'PUT',
    url: `${double.url}${path}`,
    body: 'words',
  })

test('an answer comes back whatever its status, and a redirect is one', async () => {
  double.answer({ status: 302, headers: { location: '/other' }, body: 'over there' })
  expect(await send('/x')).toMatchObject({ status: 302, text: 'over there' })
  expect(double.asked).toMatchObject([{ method: 'PUT', path: '/x', body: 'words' }])
})

test.each([
  ['closes after reading', 'close' as const],
  ['never answers', 'silence' as const],
])('a server that %s may have what was sent', async (_what, script) => {
  double.answer(script)
  expect(await send('/secret', { headersMs: 40 })).toMatchObject({ hasLeft: true })
  expect(double.asked).toHaveLength(1)
})

test('nothing leaves the machine for an address that is private, closed or unreadable, and no error names more than its origin', async () => {
  const found = [await send('/secret', {}, [])]
  await double.close()
  found.push(await send('/secret'))
  found.push(await createSender({ userAgent: 'x', allowPrivate: [] }).send({ method: 'GET', url: 'secret' }))
  for (const each of found) {
    expect(each).toMatchObject({ hasLeft: false })
    expect('error' in each ? `${each.error.message} ${JSON.stringify(each.error.context)}` : '').not.toContain('secret')
  }
  double = await startDouble()
})
