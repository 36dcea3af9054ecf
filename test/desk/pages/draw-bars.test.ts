import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawBars } from '../../../src/desk/pages/draw-bars.ts'

test('the largest columns up and down fill the chart together, and nothing draws nothing', () => {
  const up = (value: number) => [{ kind: 'a', value }]
  expect(drawBars([{ up: up(30) }, { up: up(0), down: up(10) }])).toEqual({
    ...{ width: 20, height: 100, base: 75 },
    bars: [
      { kind: 'a', x: 1.5, y: 0, width: 7, height: 75 },
      { kind: 'a', x: 11.5, y: 75, width: 7, height: 25 },
    ],
  })
  expect(drawBars([{ up: up(0) }]).bars).toEqual([])
  expect(drawBars([])).toEqual({ width: 10, height: 100, base: 100, bars: [] })
})

test('no bar leaves the chart, whatever the numbers', () => {
  const parts = fc.array(fc.record({ kind: fc.constant('a'), value: fc.nat() }), { maxLength: 3 })
  fc.assert(
    fc.property(fc.array(fc.record({ up: parts, down: parts }), { maxLength: 12 }), columns => {
      const { width, height, bars } = drawBars(columns)
      for (const bar of bars) {
        expect(bar.x + bar.width).toBeLessThanOrEqual(width)
        expect(bar.y).toBeGreaterThanOrEqual(-0.1)
        expect(bar.y + bar.height).toBeLessThanOrEqual(height + 0.1)
      }
    }),
  )
})
