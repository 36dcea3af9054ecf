// Texts that are asked for: some at a time, in order, from memory and from a store alike.
import { expect, test } from 'vitest'
import { hrefsOf } from '../../src/core/url.ts'
import { rankWeek } from '../../src/curate/curate.ts'
import { rankDraft } from '../../src/curate/draft.ts'
import { groupCandidates } from '../../src/curate/group-candidates.ts'
import { noGrouping } from '../../src/curate/regroup.ts'
import { mergeSameLinks } from '../../src/curate/tellings.ts'
import { answerLater, answerNow, readEach, type Reading, type SeenText } from '../../src/curate/texts.ts'
import { readArticles, readBeginnings, readWholeTexts } from '../../src/store/articles.ts'
import { readCandidates } from '../../src/store/items.ts'
import { describeStores } from '../stores.ts'
import { addItem, depsOf, fill, sections, window } from './week-store.ts'

const textOf = (number: number): SeenText => ({ text: `text ${number}`, links: [] })

function* readAll(numbers: readonly number[]): Reading<readonly string[]> {
  const seen: string[] = []
  yield* readEach(numbers, 10, (place, { text }) => seen.push(`${place} ${text}`))
  return seen
}

test('are given in the order in which they were asked for, two hundred at a time, now or later', async () => {
  const numbers = Array.from({ length: 450 }, (_, i) => 1_000 - i)
  const expected = numbers.map((number, place) => `${place} text ${number}`)
  expect(answerNow(readAll(numbers), textOf)).toEqual(expected)
  const wishes: number[] = []
  const read = ({ of, characters }: { of: readonly number[]; characters: number | null }) => {
    wishes.push(of.length)
    expect(characters).toBe(10)
    return Promise.resolve(of.map(textOf))
  }
  expect(await answerLater(readAll(numbers), read)).toEqual(expected)
  expect(wishes).toEqual([200, 200, 50])
})

test('that went away meanwhile are empty', () => {
  const reading = readAll([7, 8])
  reading.next()
  expect(reading.next([textOf(7)])).toEqual({ done: true, value: ['0 text 7', '1 '] })
})

describeStores('a store', open => {
  test('answers with whole texts and where they lead, or with beginnings that are no shorter than was asked for', async () => {
    const store = await open()
    await fill(store)
    const { item_id: id } = await store.db.selectFrom('articles').select('item_id').executeTakeFirstOrThrow()
    const text = '𠮷野家は牛丼𠮷 and so on'
    await store.db
      .updateTable('articles')
      .set({ text, html: '<p><a href="https://a.example/?x=1&amp;y=2">one</a></p>' as never })
      .where('item_id', '=', id)
      .execute()
    expect(await readWholeTexts(store.db, [id])).toEqual(
      new Map([[id, { text, hrefs: ['https://a.example/?x=1&y=2'] }]]),
    )
    const begun = (await readBeginnings(store.db, [id, 999_999], 4)).get(id)?.text ?? ''
    expect([text.startsWith(begun), begun.length >= 4, begun.length < text.length]).toEqual([true, true, true])
    expect((await readBeginnings(store.db, [], 4)).size).toBe(0)
  })

  test.each([
    ['sections', sections],
    ['topics', []],
  ])('gives the ranking that texts in memory give, with %s', async (_, own) => {
    const store = await open()
    await fill(store)
    for (let i = 0; i < 6; i++) await addItem(store, `more-${i}`, i)
    const deps = depsOf(store, { sections: own })
    const items = await readCandidates(store.db, window, 'arrival', null)
    const whole = await readArticles(
      store.db,
      items.map(({ id }) => id),
    )
    const told = new Map(Array.from(whole, ([id, article]) => [id, { ...article, hrefs: hrefsOf(article.html) }]))
    const inMemory = rankDraft(groupCandidates(mergeSameLinks(items, told), noGrouping, 'en'), [], window, deps)
    const { entries } = await rankWeek(deps, window, 'arrival')
    expect(entries.map(({ story, section }) => [story.id, story.score, story.reasons, section])).toEqual(
      inMemory.entries.map(({ story, section }) => [story.id, story.score, story.reasons, section]),
    )
    expect(entries.filter(({ isTaken }) => isTaken).length).toBeGreaterThan(1)
  })
})
