// The measure of series: what its instalments share and what tells them apart.
import { expect, test } from 'vitest'
import { marks, measureSeries, writeSeries } from '../../bench/quality/matters/series.ts'

const series = writeSeries()

test('every mark of both languages is written', () => {
  expect(new Set(series.map(({ mark }) => mark))).toEqual(
    new Set(Object.values(marks).flatMap(of => of.map(m => m[1]))),
  )
})

test('two instalments have titles that differ in their mark alone, one source, and texts of their own', () => {
  for (const { first, second } of series) {
    expect(first.title).not.toBe(second.title)
    expect(first.source).toBe(second.source)
    const [one = '', two = ''] = [first, second].map(({ text }) => text)
    expect(one.slice(0, 60)).not.toBe(two.slice(0, 60))
  }
})

test('a copy has the title of the first and most of its text', () => {
  for (const { first, copy } of series) {
    expect(copy.title).toBe(first.title)
    expect(first.text.startsWith(copy.text)).toBe(true)
    expect(copy.source).not.toBe(first.source)
  }
})

test('the measures are shares of all series', () => {
  for (const { value, cases } of measureSeries()) {
    expect(cases).toBe(series.length)
    expect(value).toBeGreaterThanOrEqual(0)
    expect(value).toBeLessThanOrEqual(1)
  }
})
