// A draft's text as a person sees it: headings, blocks, lines. It knows nothing of the program's own reading and writing of such texts, so that
// tests can edit a text by it and look at what came of that.

export interface SheetBlock {
  readonly link: string
  readonly title: string
  readonly summary: string
  readonly points: readonly string[]
  readonly note: string
  /** The line of a conflict's mark above the block; empty without one. */
  readonly mark: string
}

export interface Sheet {
  readonly state: string
  readonly base: string
  readonly foreword: string
  readonly sections: readonly { readonly title: string; readonly blocks: readonly SheetBlock[] }[]
  readonly held: readonly SheetBlock[]
  readonly leftOut: readonly SheetBlock[]
}

const cut = (text: string, heading: RegExp): string[] => text.split(heading).slice(1)
const plain = (text: string): string => text.replace(/\\([[\]#>*-])/g, '$1')

function readBlock(text: string, mark: string): SheetBlock {
  const [, title = '', link = ''] = /^\[(.*)\]\((.*)\)$/m.exec(text) ?? []
  const lines = text
    .split('\n')
    .slice(1)
    .filter(line => !/^(?:<!--|<<<<<<<|>>>>>>>)/.test(line))
  const points = lines.filter(line => line.startsWith('- ')).map(line => plain(line.slice(2)))
  const note = lines.filter(line => line.startsWith('>')).map(line => plain(line.replace(/^> ?/, '')))
  const summary = lines.filter(line => !/^(?:- |>)/.test(line)).map(plain)
  return { link, title: plain(title), summary: summary.join('\n').trim(), points, note: note.join('\n').trim(), mark }
}

function readBlocks(text: string): SheetBlock[] {
  const marks = [...text.matchAll(/(?:^(<<<<<<< .*)\n)?^### /gm)].map(([, mark = '']) => mark)
  return cut(text, /^### /m).map((block, index) => readBlock(block, marks[index] ?? ''))
}

/** Reads a text whose words are plain. */
export function readSheet(markdown: string): Sheet {
  const [foreword = '', stories = '', held = '', leftOut = ''] = cut(markdown, /^# .*\n/m)
  return {
    state: /^state: (.*)$/m.exec(markdown)?.[1] ?? '',
    base: /^base: (.*)$/m.exec(markdown)?.[1] ?? '',
    foreword: foreword.trim(),
    sections: cut(stories, /^## /m).map(text => ({ title: text.split('\n')[0] ?? '', blocks: readBlocks(text) })),
    held: readBlocks(held),
    leftOut: readBlocks(leftOut),
  }
}

const printBlock = ({ link, title, summary, points, note }: SheetBlock): string =>
  [
    `### [${title.replace(/[[\]]/g, '\\$&')}](${link})`,
    summary,
    points.map(point => `- ${point}`).join('\n'),
    note === '' ? '' : `> ${note}`,
  ].join('\n\n')

/** Types a text as a person would who starts from a blank page. */
export function typeSheet({ state, base, foreword, sections, held, leftOut }: Sheet): string {
  return [
    `---\nweek: 2016-W49\nstate: ${state}\nbase: ${base}\n---\n# Foreword`,
    foreword,
    '# Stories',
    ...sections.flatMap(({ title, blocks }) => [`## ${title}`, ...blocks.map(printBlock)]),
    '# Held for the next issue',
    ...held.map(printBlock),
    '# Left out',
    ...leftOut.map(printBlock),
  ].join('\n\n')
}

/** Where a block stands: a section's title, `held` or `leftOut`. */
export type SheetPlace = string

/** All blocks by link, with their places; the last of two with one link. */
export function placesIn(
  sheet: Sheet,
): ReadonlyMap<string, { readonly block: SheetBlock; readonly place: SheetPlace }> {
  const at = (place: SheetPlace) => (block: SheetBlock) => [block.link, { block, place }] as const
  return new Map([
    ...sheet.sections.flatMap(({ title, blocks }) => blocks.map(at(`## ${title}`))),
    ...sheet.held.map(at('held')),
    ...sheet.leftOut.map(at('leftOut')),
  ])
}

/** The sheet with other blocks at one place. */
export function withBlocks(sheet: Sheet, place: SheetPlace, blocks: readonly SheetBlock[]): Sheet {
  if (place === 'held' || place === 'leftOut') return { ...sheet, [place]: blocks }
  const title = place.slice('## '.length)
  const isKnown = sheet.sections.some(section => section.title === title)
  const sections = isKnown ? sheet.sections : [...sheet.sections, { title, blocks: [] }]
  return {
    ...sheet,
    sections: sections.map(section => (section.title === title ? { title, blocks } : section)),
  }
}

/** The blocks at one place. */
export function blocksAt(sheet: Sheet, place: SheetPlace): readonly SheetBlock[] {
  if (place === 'held' || place === 'leftOut') return sheet[place]
  return sheet.sections.find(({ title }) => `## ${title}` === place)?.blocks ?? []
}
