import fc from 'fast-check'
import { expect, test } from 'vitest'
import { composeMessage, countGraphemes, type Line, visibleText, writtenText } from '../../src/targets/compose.ts'
import type { IssueFacts } from '../../src/targets/issue-facts.ts'
import { factsOf } from './target-fixture.ts'

const units = {
  'UTF-16 units': (lines: readonly Line[]) => visibleText(lines).length,
  'UTF-8 bytes': (lines: readonly Line[]) => Buffer.byteLength(writtenText(lines)),
  graphemes: (lines: readonly Line[]) => countGraphemes(visibleText(lines)),
}

const titles = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('周刊：数据库与编译器', '@everyone <b>&|_*[](x)', '👩‍👩‍👧‍👦'.repeat(30), 'a\ud800b'),
  ),
  { maxLength: 30 },
)

test.each(Object.entries(units))(
  'in %s a message is never too long, never cuts a story, and says how many are left',
  (_unit, count) => {
    fc.assert(
      fc.property(
        titles,
        fc.integer({ min: 0, max: 3_000 }),
        fc.constantFrom('en', 'zh-CN' as const),
        (all, limit, language) => {
          const facts = factsOf(all, { language: language as 'en' })
          const lines = composeMessage(facts, each => count(each) <= limit)
          if (lines === null) return
          expect(count(lines)).toBeLessThanOrEqual(limit)
          const text = visibleText(lines)
          expect(text.isWellFormed()).toBe(true)
          expect(text).toContain(facts.listTitle)
          const links = lines.flat().filter(({ href }) => href !== null)
          expect(links.at(-1)).toEqual({ text: facts.url, href: facts.url })
          const told = links.slice(0, -1)
          expect(told).toEqual(
            facts.stories.slice(0, told.length).map(({ title, url }) => ({ text: title, href: url })),
          )
          const left = facts.stories.length - told.length
          if (left > 0) expect(text).toContain(language === 'en' ? `and ${left} more: ` : `另有 ${left} 篇：`)
        },
      ),
      { numRuns: 60 },
    )
  },
)

test('what was taken back is said, and no story is told', () => {
  const facts: IssueFacts = { ...factsOf(['One', 'Two']), takenBack: 'This issue was taken back: wrong week' }
  const text = visibleText(composeMessage(facts, () => true) ?? [])
  expect(text).toContain('wrong week')
  expect(text).not.toContain('Two')
})

test('a message for which there is no room is none', () => {
  expect(composeMessage(factsOf(['One']), () => false)).toBeNull()
})
