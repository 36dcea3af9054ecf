// Dates that a page writes above its items or into their addresses, and what they make with an item's own words.
import { expect, test } from 'vitest'
import {
  completeDate,
  createPeriodReader,
  readDay,
  readPeriod,
  readUrlPeriod,
} from '../../../src/collect/pages/page-periods.ts'
import { parseMarkup } from '../../../src/formats/markup.ts'

const period = (year: number, month: number | null = null, day: number | null = null) => ({ year, month, day })

test.each([
  ['2016', period(2016)],
  ['2016年', period(2016)],
  ['2016 (12)', period(2016)],
  ['2016年（12篇）', period(2016)],
  ['2016-12', period(2016, 12)],
  ['2016 年 12 月', period(2016, 12)],
  ['December 2016', period(2016, 12)],
  ['Dec, 2016', period(2016, 12)],
  ['Thursday, December 8, 2016', period(2016, 12, 8)],
  ['8 December 2016', period(2016, 12, 8)],
  ['2016-12-08', period(2016, 12, 8)],
  ['2016年12月8日', period(2016, 12, 8)],
  ['2016-13', null],
  ['In 2016', null],
  ['20161', null],
  ['Version 4.2', null],
  ['12', null],
  ['', null],
])('the heading "%s" is read as a period or not at all', (text, expected) => {
  expect(readPeriod(text)).toEqual(expected)
})

test.each([
  ['https://a.example/2016/12/08/walls/', period(2016, 12, 8)],
  ['https://a.example/news/2016-12-08-walls.html', period(2016, 12, 8)],
  ['https://a.example/zc/t20161208_77.html', period(2016, 12, 8)],
  ['https://a.example/20161208/walls', period(2016, 12, 8)],
  ['https://a.example/2016/12/walls', period(2016, 12)],
  ['https://a.example/2016/walls', period(2016)],
  ['https://a.example/id/1234567890', null],
  ['https://a.example/2016/13/45/x', period(2016)],
  ['https://a.example/item/120161208', null],
  ['https://a.example/?date=2016-12-08', null],
])('the address %s tells a period or none', (url, expected) => {
  expect(readUrlPeriod(url)).toEqual(expected)
})

test.each([
  ['12-08', { month: 12, day: 8 }],
  ['[12-08]', { month: 12, day: 8 }],
  ['12月8日', { month: 12, day: 8 }],
  ['Dec 08', { month: 12, day: 8 }],
  ['8 December', { month: 12, day: 8 }],
  ['8.', { month: null, day: 8 }],
  ['8th', { month: null, day: 8 }],
  ['3 days ago', null],
  ['112', null],
])('"%s" names a day or not', (text, expected) => {
  expect(readDay(text)).toEqual(expected)
})

test.each([
  ['a year and a day with its month', period(2016), { month: 12, day: 8 }, '2016-12-08T00:00:00.000Z'],
  ['a month and a day', period(2016, 12), { month: null, day: 8 }, '2016-12-08T00:00:00.000Z'],
  ['a day alone', period(2016, 12, 8), null, '2016-12-08T00:00:00.000Z'],
  ['no date of a year alone', period(2016), null, null],
  ['no date of a month alone', period(2016, 12), null, null],
  ['no date of two months', period(2016, 11), { month: 12, day: 8 }, null],
  ['no date of two days', period(2016, 12, 7), { month: 12, day: 8 }, null],
  ['no date of a day that is none', period(2016, 2), { month: null, day: 31 }, null],
])('together they make %s', (_name, above, own, expected) => {
  expect(completeDate(above, own)).toBe(expected)
})

test.each([
  ['above it', '<h2>2016</h2><ul><li class="x"></li></ul>', period(2016)],
  ['the nearest above it', '<h2>2016</h2><p></p><h2>2015</h2><ul><li class="x"></li></ul>', period(2015)],
  ['the inner before the outer', '<h2>2016</h2><div><h3>May 2014</h3><p class="x"></p></div>', period(2014, 5)],
  ['in a wrapper', '<div><span><b>2016</b></span></div><div class="x"></div>', period(2016)],
  ['that is linked, for years', '<h2><a href="/2016">2016</a></h2><p class="x"></p>', period(2016)],
  ['never below it', '<p class="x"></p><h2>2016</h2>', null],
  ['of a day in a heading', '<h3>8 December 2016</h3><ul><li class="x"></li></ul>', period(2016, 12, 8)],
  ['never a linked day, which is an item', '<h3><a href="/1">8 December 2016</a></h3><p class="x"></p>', null],
  ['never a day outside headings, which is an item’s', '<span>8 December 2016</span><p class="x"></p>', null],
  ['never inside a longer text', '<p>Written in 2016, or so it seems to all of us.</p><p class="x"></p>', null],
])('the period of an element is the one %s', (_name, html, expected) => {
  const element = parseMarkup(html)('.x').get(0)
  expect(element && createPeriodReader()(element)).toEqual(expected)
})
