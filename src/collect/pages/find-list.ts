// Finds the list of articles on a page without being told where: elements of one kind with a link each.
import { countColumns } from '../../core/text.ts'
import { silentElements } from '../../formats/elements.ts'
import { isElement, type Markup, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'
import { findCompanions } from './companions.ts'
import { readListItem, type ListItem, type ListPage } from './list-item.ts'

/** Elements with the same path of tags and classes, and the items in them. */
export interface FoundList {
  /** A CSS selector for the elements, as a person would write it. */
  readonly selector: string
  readonly items: readonly ListItem[]
  readonly score: number
  readonly isPeripheral: boolean
}

interface Group {
  readonly selector: string
  readonly elements: MarkupElement[]
  readonly isPeripheral: boolean
}

const MAX_GROUPS = 300
const MAX_ELEMENTS = 500
const MAX_ROWS = 12
/** At least this share of a list's items has a title of its own. */
const MIN_DISTINCT_TITLES = 0.6
/** Worth of a list of three undated titles of usual length is over 1, that of a menu under 0.4. */
const MIN_SCORE = 0.5
const PERIPHERAL_WORTH = 0.1
/** Titles of articles have about this many columns (a Han character takes two), names of menus far fewer. */
const TITLE_COLUMNS = 30

/** All lists of a page that may be its articles, the best first. */
export function findLists(markup: Markup, page: ListPage): FoundList[] {
  return (
    collectGroups(markup)
      .filter(group => group.elements.length > 1)
      // Groups come from the inside out: of lists that are as good, the outer one names the place better.
      .toReversed()
      .toSorted((a, b) => b.elements.length - a.elements.length)
      .flatMap(withItsRows)
      .slice(0, MAX_GROUPS)
      .map(group => readGroup(group, page))
      .filter(list => list.score >= MIN_SCORE && (list.items.length > 2 || list.items.every(item => item.isDated)))
      .toSorted((a, b) => b.score - a.score)
  )
}

/**
 * A group, and its parts under one parent each where there are a few: tables in tables have the same path, and the list of articles
 * may stand beside a list of something else. Parts of one list are worth less than the whole.
 */
function withItsRows(group: Group): Group[] {
  const rows = [...Map.groupBy(group.elements, element => element.parent).values()]
  const mayBeLists = rows.length > 1 && rows.length <= MAX_ROWS ? rows.filter(row => row.length > 2) : []
  return [group, ...mayBeLists.map(elements => ({ ...group, elements }))]
}

const silent: ReadonlySet<string> = new Set(silentElements)

/** Groups by their path the elements that hold a link, or are one beside others; a lone link is spoken for by its parent. */
function collectGroups(markup: Markup): Group[] {
  const groups = new Map<string, Group>()
  const pathIds = new Map<string, number>()
  const visit = (parent: MarkupNode, parentPath: number, parentSelector: string, isPeripheral: boolean): boolean => {
    if (!('children' in parent)) return false
    const elements = parent.children.filter(isElement).filter(element => !silent.has(element.name))
    const usual = usualClasses(elements)
    const holders = elements.flatMap(element => {
      const selector = describe(element, usual.get(element.name))
      const path = `${parentPath}>${selector}`
      const pathId = pathIds.get(path) ?? pathIds.size + 1
      pathIds.set(path, pathId)
      const isAside = isPeripheral || isPeripheralElement(element)
      const holdsLink = visit(element, pathId, selector, isAside) || (element.name === 'a' && 'href' in element.attribs)
      return holdsLink ? [{ element, path, selector, isAside }] : []
    })
    for (const { element, path, selector, isAside } of holders) {
      if (holders.length === 1 && element.name === 'a') continue
      const place = parentSelector === '' ? selector : `${parentSelector} > ${selector}`
      const group = groups.get(path) ?? { selector: place, elements: [], isPeripheral: isAside }
      group.elements.push(element)
      groups.set(path, group)
    }
    return holders.length > 0
  }
  for (const root of markup.root().toArray()) visit(root, 0, '', false)
  return [...groups.values()]
}

/** The classes that say what kind an element is, by tag: those that a quarter of its like carry; the rest are states and topics. */
function usualClasses(siblings: readonly MarkupElement[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byTag = Map.groupBy(siblings, element => element.name)
  return new Map(
    [...byTag].map(([tag, elements]) => {
      const counts = new Map<string, number>()
      for (const name of elements.flatMap(classesOf)) counts.set(name, (counts.get(name) ?? 0) + 1)
      const usual = [...counts].filter(([, count]) => count * 4 >= elements.length).map(([name]) => name)
      return [tag, new Set(usual)]
    }),
  )
}

const changingClass =
  /\d|^(?:category|tag|cat|format|status|type|has|is|first|last|odd|even|alt|active|current|featured|sticky)(?:-|$)/i

function classesOf({ attribs }: MarkupElement): string[] {
  const names = (attribs.class ?? '').split(/\s+/, 30)
  return names.filter(name => /^[\w-]{1,60}$/.test(name) && !changingClass.test(name))
}

function describe(element: MarkupElement, usual: ReadonlySet<string> | undefined): string {
  const classes = classesOf(element).filter(name => usual?.has(name))
  return [element.name, ...new Set(classes)].join('.')
}

const peripheralTags = new Set(['nav', 'footer', 'aside', 'header', 'menu'])
const peripheralName =
  /^(?:(?:site|page|main|top|bottom|left|right|global|primary|secondary|blog)[-_])?(?:nav|navbar|navigation|menu|sidebar|side|aside|footer|breadcrumbs?|pagination|pager|pages?nav|tags?|tagcloud|tag-?list|categories|social|share|related|comments?|widget|toolbar|copyright|friends?|blogroll|friend-?links?|hot|rank|ranking|recommend|ads?|login|search|languages?)(?:[-_](?:nav|area|list|links?|cloud|menu|wrap|wrapper|container|inner|bar|box|content|section|bottom|top|left|right))*$/i

/** Whether the element stands beside the matter of the page. An article has its own header, with its title in it. */
function isPeripheralElement(element: MarkupElement): boolean {
  if (element.name === 'header') return !hasAncestor(element, ['article', 'li', 'section', 'main'])
  if (peripheralTags.has(element.name)) return true
  if (/^(?:html|body|main|article|a|li|tr|h[1-6])$/.test(element.name)) return false
  const { class: classes = '', id = '', role = '' } = element.attribs
  if (role === 'navigation' || role === 'complementary' || role === 'contentinfo') return true
  return [...classes.split(/\s+/, 10), id].some(name => name.length < 60 && peripheralName.test(name))
}

function hasAncestor(element: MarkupElement, names: readonly string[]): boolean {
  for (let node: MarkupNode | null = element.parent; node; node = node.parent)
    if (isElement(node) && names.includes(node.name)) return true
  return false
}

function readGroup({ elements, selector, isPeripheral }: Group, page: ListPage): FoundList {
  const kept = elements.slice(0, MAX_ELEMENTS)
  const companions = findCompanions(kept)
  const read = (labels: ReadonlySet<string>): ListItem[] => {
    const byUrl = new Map<string, ListItem>()
    for (const [at, element] of kept.entries()) {
      const item = readListItem(element, companions[at] ?? [], { ...page, labels })
      if (item && !byUrl.has(item.url)) byUrl.set(item.url, item)
    }
    return [...byUrl.values()]
  }
  const first = read(page.labels)
  const titles = new Set(first.map(item => item.title))
  const items = titles.size < MIN_DISTINCT_TITLES * first.length ? readAgain(first, read(titles)) : first
  const worth = isPeripheral ? PERIPHERAL_WORTH : 1
  return { selector, items, isPeripheral, score: items.length < 2 ? 0 : worth * scoreItems(items, kept.length) }
}

/** Titles that repeat are the names of topics above the titles, unless nothing else is there. */
function readAgain(first: readonly ListItem[], second: readonly ListItem[]): readonly ListItem[] {
  const countTitles = (items: readonly ListItem[]) => new Set(items.map(item => item.title)).size
  return countTitles(second) > countTitles(first) ? second : first
}

/** Many items, titles as long as titles are, dates, headings, summaries, and one link that each is about and that does not stand in prose. */
function scoreItems(items: readonly ListItem[], elementCount: number): number {
  const share = (isSo: (item: ListItem) => boolean) => items.filter(isSo).length / items.length
  const mean = (valueOf: (item: ListItem) => number) =>
    items.reduce((sum, item) => sum + valueOf(item), 0) / items.length
  const length = mean(item => Math.min(1, countColumns(item.title) / TITLE_COLUMNS)) ** 1.5
  return (
    Math.sqrt(Math.min(items.length, 100)) *
    length *
    (1 + 2 * share(item => item.isDated)) *
    (1 + share(item => item.isHeaded)) *
    (1 + share(item => item.summary !== null) / 2) *
    (0.4 + 0.6 * mean(item => item.dominance)) *
    Math.min(1, 2 * mean(item => item.standing)) ** 1.5 *
    (items.length / elementCount)
  )
}
