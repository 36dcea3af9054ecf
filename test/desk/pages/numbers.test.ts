import { afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import type { Instant, WeekId } from '../../../src/core/types.ts'
import { deskWordsOf } from '../../../src/core/words/desk-words.ts'
import { recordBounce } from '../../../src/store/bounces.ts'
import { openSlot } from '../../../src/store/drafts.ts'
import { freezeIssue } from '../../../src/store/freeze.ts'
import { insertIssue } from '../../../src/store/issues.ts'
import { importSubscribers } from '../../../src/store/subscriber-import.ts'
import { noteReply } from '../../../src/store/replies.ts'
import { unsubscribe } from '../../../src/store/subscribers.ts'
import { saveVote } from '../../../src/store/votes.ts'
import { anIssue, aStory } from '../../publish/issues.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
afterEach(() => desk.close())

const days = (count: number): Instant => addMinutes(now, count * 24 * 60)

/** Two issues, one out late, to four readers; one bounced, one complained, one left. */
async function fill({ store }: DeskSite): Promise<void> {
  const { db } = store
  const readers = ['a', 'b', 'c', 'd'].map(name => ({ email: `${name}@example.org`, name: null, consent: 'x' }))
  await importSubscribers(
    db,
    readers.map(each => ({ ...each, language: 'en' as const })),
    days(-9),
  )
  for (const [number, week, lateMinutes] of [
    [1, '2026-W45', 30],
    [2, '2026-W46', 3_000],
  ] as const) {
    const closesAt = days(-16 + 7 * number)
    const story = (sourceTitle: string) => ({ ...aStory(), lead: { ...aStory().lead, sourceTitle } })
    const sections = [{ title: 'A', stories: [story('<b>Steady</b>'), story('<b>Steady</b>'), story('Rare')] }]
    const window = { week: week as WeekId, opensAt: days(-30), closesAt }
    await openSlot(db, window, { origin: 'scheduled', is_first: 0 })
    const sealedAt = addMinutes(closesAt, lateMinutes)
    await insertIssue(db, anIssue(sections, { number, week: week as WeekId, sealedAt }), [])
    await freezeIssue(db, { week: week as WeekId, at: sealedAt, messageIdEnd: '@x>' })
  }
  await db.updateTable('deliveries').set({ state: 'sent' }).execute()
  const mails = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('week', '=', '2026-W45' as WeekId)
    .execute()
  const report = { status: null, response: '' }
  if (mails[0]) await recordBounce(db, mails[0], { ...report, verdict: 'bad-address' }, days(-1))
  if (mails[1]) await recordBounce(db, mails[1], { ...report, verdict: 'complaint' }, days(-1))
  await unsubscribe(db, mails[2]?.subscriber_id ?? 0, days(-1))
}

test.each(['en', 'zh-CN'] as const)(
  'the numbers of readers, cadence, sources and mails, with tables (%s)',
  async language => {
    desk = await startDesk({ language })
    await fill(desk)
    const words = deskWordsOf(language).numbers
    const html = await (await (await signInAs(desk, 'editor')).get('/desk/numbers')).text()
    for (const said of [
      words.readersSaid(4, 3),
      words.nowConfirmed(1),
      words.cadenceSaid(1, 2, words.duration(24 * 60)),
      words.duration(30),
      words.duration(3_000),
      words.sourcesSaid(6, 2),
      words.mailsSaid('12.5%', '12.5%'),
      words.notCounted,
      '66.7%',
    ])
      expect(html).toContain(said)
    expect(
      html.match(
        /<svg[^>]* role="img" aria-labelledby="(\S+) (\S+)">\s*<title id="\1">[^<]+<\/title>\s*<desc id="\2">/g,
      ),
    ).toHaveLength(3)
    expect(html.match(/<table/g)).toHaveLength(4)
    expect(html).toContain('&lt;b&gt;Steady')
    expect(html).not.toMatch(/ style=/)
  },
)

test.each(['en', 'zh-CN'] as const)('what readers say of issues, counted, with their lines (%s)', async language => {
  desk = await startDesk({ language })
  await fill(desk)
  const { db } = desk.store
  const week = '2026-W46' as WeekId
  const words = deskWordsOf(language).numbers
  const show = async () => (await (await signInAs(desk, 'editor')).get('/desk/numbers')).text()
  expect(await show()).not.toContain('id="votes"')
  await saveVote(db, { week, subscriberId: 1 }, { verdict: 'good', words: '<b>谢谢</b>' }, now)
  await saveVote(db, { week, subscriberId: 2 }, { verdict: 'poor', words: '' }, now)
  await noteReply(db, { sha256: 'a', week }, now)
  const html = await show()
  expect(html).toContain(words.votesSaid(1, 1, 1))
  expect(html).toContain('<th scope="row">2026-W46</th><td>1</td><td>1</td><td>1</td>')
  expect(html).toContain('<li><bdi>&lt;b&gt;谢谢&lt;/b&gt;</bdi>')
})

test('before the first reader there is nothing to count, and no picture of it', async () => {
  desk = await startDesk()
  const html = await (await (await signInAs(desk, 'owner')).get('/desk/numbers')).text()
  expect(textOf(html)).toContain(deskWordsOf('en').numbers.none)
  expect(html).not.toContain('<svg')
})

test('contributors do not see it, and looking changes no row', async () => {
  desk = await startDesk()
  await fill(desk)
  expect((await (await signInAs(desk, 'contributor')).get('/desk/numbers')).status).toBe(404)
  const ann = await signInAs(desk, 'editor')
  await ann.get('/desk')
  const before = await allRows(desk.store)
  expect((await ann.get('/desk/numbers')).status).toBe(200)
  expect(await allRows(desk.store)).toBe(before)
})
