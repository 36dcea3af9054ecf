// Which lines of a draft's text are code between fences: they mean nothing to the draft, whatever they begin with. Pure.

const opening = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/
const closing = /^ {0,3}(`{3,}|~{3,})$/

/**
 * The indexes of those lines, fences included. Code without an end is none, and none goes on past a line that `endsAll`: nobody loses a story
 * to a fence that was left open.
 */
export function findCodeLines(lines: readonly string[], endsAll: (line: string) => boolean): ReadonlySet<number> {
  const code = new Set<number>()
  /** Until where a fence of a sign is known to find no end, and the shortest that was looked for. */
  const endless = new Map<string, { readonly until: number; readonly length: number }>()
  for (let start = 0; start < lines.length; start++) {
    const fence = opening.exec(lines[start] ?? '')?.[1]
    if (fence === undefined) continue
    const sign = fence.charAt(0)
    const known = endless.get(sign)
    if (known && start < known.until && fence.length >= known.length) continue
    let end = start + 1
    while (end < lines.length && !isEndOf(fence, lines[end] ?? '') && !endsAll(lines[end] ?? '')) end++
    if (end < lines.length && isEndOf(fence, lines[end] ?? '')) {
      for (let index = start; index <= end; index++) code.add(index)
      start = end
    } else endless.set(sign, { until: end, length: fence.length })
  }
  return code
}

function isEndOf(fence: string, line: string): boolean {
  const end = closing.exec(line)?.[1]
  return end !== undefined && end.startsWith(fence)
}
