// Bars of a chart as rectangles, drawn on the server: the template writes them as SVG, and a table behind it has the numbers. Pure.

/** A part of a column: how much, and which class of the style sheet it has. */
export interface BarPart {
  readonly kind: string
  readonly value: number
}

/** One column: what grows up from the base line, and what hangs down from it. */
export interface Column {
  readonly up: readonly BarPart[]
  readonly down?: readonly BarPart[]
}

/** A rectangle within the chart's own coordinates. */
export interface Bar {
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A chart, with its own size: the page stretches it to the room that there is. */
export interface Chart {
  readonly width: number
  readonly height: number
  /** Where the base line lies. */
  readonly base: number
  readonly bars: readonly Bar[]
}

const COLUMN_WIDTH = 10
const BAR_WIDTH = 7
const HEIGHT = 100
const round = (value: number): number => Math.round(value * 100) / 100
const sumOf = (parts: readonly BarPart[] = []): number => parts.reduce((sum, { value }) => sum + value, 0)

/** Draws columns beside each other, parts on top of each other; all in one scale, so that the largest fills its room. */
export function drawBars(columns: readonly Column[]): Chart {
  const most = Math.max(0, ...columns.map(({ up }) => sumOf(up)))
  const least = Math.max(0, ...columns.map(({ down }) => sumOf(down)))
  const scale = most + least === 0 ? 0 : HEIGHT / (most + least)
  const base = round(least === 0 ? HEIGHT : most * scale)
  const bars = columns.flatMap(({ up, down = [] }, place) => {
    const x = round(place * COLUMN_WIDTH + (COLUMN_WIDTH - BAR_WIDTH) / 2)
    const draw = (parts: readonly BarPart[], sign: 1 | -1): Bar[] => {
      let from = 0
      return parts.flatMap(({ kind, value }) => {
        const height = value * scale
        const y = sign === 1 ? base - from - height : base + from
        from += height
        return value > 0 ? [{ kind, x, y: round(y), width: BAR_WIDTH, height: round(height) }] : []
      })
    }
    return [...draw(up, 1), ...draw(down, -1)]
  })
  return { width: Math.max(1, columns.length) * COLUMN_WIDTH, height: HEIGHT, base, bars }
}
