// The nodes beside an element of a list that belong to it: the `dd` of a `dt`, the second row of two, the date above a title.
import { silentElements } from '../../formats/elements.ts'
import { isElement, isText, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'

const MAX_COMPANIONS = 6
const silent: ReadonlySet<string> = new Set(silentElements)

/**
 * What stands between the elements belongs to the one before it, as a summary does under its heading; but where as much stands before
 * the first element and nothing after the last, it leads (`dt` date, `dd` link). The last in a row has as many as the one before it.
 */
export function findCompanions(elements: readonly MarkupElement[]): MarkupNode[][] {
  const found: MarkupNode[][] = []
  for (const row of rowsOf(elements)) found.push(...companionsInRow(row))
  return found
}

/** Elements with one parent, one after the other. */
function rowsOf(elements: readonly MarkupElement[]): MarkupElement[][] {
  const rows: MarkupElement[][] = []
  for (const element of elements) {
    const row = rows.at(-1)
    if (row && row[0]?.parent === element.parent) row.push(element)
    else rows.push([element])
  }
  return rows
}

function companionsInRow(row: readonly MarkupElement[]): MarkupNode[][] {
  const following = row.map((element, at) => nodesFrom(element, row[at + 1] ?? null))
  const usual = following.at(-2)?.length ?? 0
  const [first] = row
  const before = first ? nodesBefore(first, usual) : []
  if (usual > 0 && following.at(-1)?.length === 0 && kindsOf(before) === kindsOf(following[0] ?? []))
    return [before, ...following.slice(0, -1)]
  return following.map((nodes, at) => (at === row.length - 1 ? nodes.slice(0, usual) : nodes))
}

function nodesFrom(element: MarkupElement, end: MarkupNode | null): MarkupNode[] {
  const found: MarkupNode[] = []
  for (let node = element.next; node && node !== end && found.length < MAX_COMPANIONS; node = node.next)
    if (saysSomething(node)) found.push(node)
  return found
}

/** In the order of the page. */
function nodesBefore(element: MarkupElement, most: number): MarkupNode[] {
  const found: MarkupNode[] = []
  for (let node = element.prev; node && found.length < most; node = node.prev)
    if (saysSomething(node)) found.unshift(node)
  return found
}

function saysSomething(node: MarkupNode): boolean {
  return isElement(node) ? !silent.has(node.name) : isText(node) && node.data.trim() !== ''
}

function kindsOf(nodes: readonly MarkupNode[]): string {
  return nodes.map(node => (isElement(node) ? node.name : '')).join(' ')
}
