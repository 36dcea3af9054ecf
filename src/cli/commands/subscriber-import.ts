// `weekly subscriber import`: what became of the rows of a list, counted, with the lines of those that were not taken.
import { withApp } from '../../app/wire.ts'
import { importReaders, knowFiles, type KnownFile, type PlacedResult } from '../../app/import-readers.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { parseColumnMap } from '../../app/reader-file.ts'
import { openRowFiles, type RowFile } from '../../app/reader-rows.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, say, sayJson } from '../terminal/terminal.ts'

/** What `subscriber import` may be told. */
export interface ImportFlags {
  readonly dryRun?: boolean
  /** `email=COLUMN,state=COLUMN,confirmed=COLUMN`. */
  readonly map?: string
  readonly invite?: boolean
}

/** More lines than this nobody reads. */
const MOST_LINES = 20
/** Refused rows of our own list are told singly, up to this many. */
const MOST_REFUSALS = 1_000
/** Reasons that name what a row says differ row by row. */
const MOST_REASONS = 50

/**
 * `weekly subscriber import`: rows with consent are confirmed, those of another state come in that state; a row that cannot be taken is
 * refused with its line, the rest stands. A dry run tells the same and changes nothing.
 */
export async function importSubscribers(
  options: GlobalOptions,
  paths: readonly string[],
  flags: ImportFlags = {},
): Promise<number> {
  const map = flags.map === undefined ? new Map<string, never>() : parseColumnMap(flags.map)
  const opened: RowFile[] = []
  for (const path of paths) opened.push(...(await openRowFiles(path)))
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const files = knowFiles(opened, map, app.config.weekly.language)
    const tally = createTally(files, options.json ?? false)
    const wish = { map, isDryRun: flags.dryRun ?? false, isInviting: flags.invite ?? false }
    await importReaders(app, files, wish, tally.add)
    if (options.json) sayJson(tally.all())
    for (const line of tally.describe(flags)) say(options, line)
    return tally.hasRefused() ? exitCodes.someFailed : exitCodes.done
  })
}

/** The counts of one file. */
interface FileTally {
  readonly known: KnownFile
  readonly counts: Map<string, number>
  readonly refusals: PlacedResult[]
  /** Lines by why they were refused, or why they stay away. */
  readonly reasons: Map<string, { count: number; readonly lines: number[] }>
}

function createTally(files: readonly KnownFile[], isKeepingAll: boolean) {
  const tallies = new Map(files.map(known => [known, newTally(known)]))
  const all: PlacedResult[] = []
  const add = (placed: PlacedResult): void => {
    if (isKeepingAll) all.push(placed)
    const tally = tallies.get(placed.file)
    if (tally) count(tally, placed)
  }
  const inOrder = [...tallies.values()]
  return {
    add,
    hasRefused: () => inOrder.some(({ counts }) => (counts.get('refused') ?? 0) > 0),
    all: () =>
      all
        .sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line)
        .map(({ line, file, result }) => ({ line, ...(files.length > 1 && { file: file.file.name }), ...result })),
    describe: (flags: ImportFlags): readonly string[] => [
      ...inOrder.flatMap(tally => (tally.known.layout.from === null ? describeOwn(tally) : describeForeign(tally))),
      ...describeInvitations(inOrder, flags),
      ...(flags.dryRun ? ['Nothing was changed: run without --dry-run to import.'] : []),
    ],
  }
}

const newTally = (known: KnownFile): FileTally => ({ known, counts: new Map(), refusals: [], reasons: new Map() })

function count({ counts, refusals, reasons }: FileTally, placed: PlacedResult): void {
  const { result, state } = placed
  const isLeaver = state !== null && state !== 'confirmed' && state !== 'pending'
  const kind =
    result.outcome === 'imported' || result.outcome === 'unchanged'
      ? isLeaver
        ? 'left'
        : result.outcome === 'unchanged' && result.reason !== null
          ? 'refused here'
          : state === 'pending'
            ? 'to invite'
            : 'confirmed'
      : result.outcome
  const addOne = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  addOne(result.outcome)
  addOne(`as ${kind}`)
  if (result.outcome === 'refused' && refusals.length < MOST_REFUSALS) refusals.push(placed)
  const why = kind === 'left' ? `${state ?? 'left'} there` : kind.startsWith('refused') ? (result.reason ?? '') : null
  if (why === null) return
  const name = reasons.has(why) || reasons.size < MOST_REASONS ? why : 'other reasons'
  const known = reasons.get(name) ?? { count: 0, lines: [] }
  known.count++
  if (known.lines.length < MOST_LINES) known.lines.push(placed.line)
  reasons.set(name, known)
}

function describeOwn({ counts, refusals }: FileTally): readonly string[] {
  const of = (name: string): number => counts.get(name) ?? 0
  const told = refusals.toSorted((a, b) => a.line - b.line)
  return [
    ...told.map(({ line, result }) => `line ${line}: ${result.email} refused: ${result.reason ?? ''}`),
    ...(of('refused') > told.length ? [`and ${of('refused') - told.length} more refused`] : []),
    [
      `${of('imported')} imported`,
      `${of('already confirmed')} confirmed already`,
      ...(of('unchanged') > 0 ? [`${of('unchanged')} unchanged`] : []),
      `${of('refused')} refused`,
    ].join(', '),
  ]
}

function describeForeign({ known, counts, reasons }: FileTally): readonly string[] {
  const of = (name: string): number => counts.get(`as ${name}`) ?? 0
  const refused = of('refused') + of('refused here') + of('left')
  const from = known.layout.from === known.file.name ? '' : `${known.layout.from ?? ''}, `
  return [
    [
      `${from}${known.file.name}: ${of('confirmed')} confirmed`,
      `${of('to invite')} to invite`,
      ...(of('already confirmed') > 0 ? [`${of('already confirmed')} confirmed already`] : []),
      `${refused} refused${refused > 0 ? ' because' : ''}`,
    ].join(', '),
    ...[...reasons].map(([reason, { count: rows, lines }]) => {
      const more = rows > lines.length ? ` and ${rows - lines.length} more` : ''
      return `  ${rows}: ${reason} (line${rows > 1 ? 's' : ''} ${lines.toSorted((a, b) => a - b).join(', ')}${more})`
    }),
  ]
}

function describeInvitations(tallies: readonly FileTally[], flags: ImportFlags): readonly string[] {
  const toInvite = tallies
    .filter(({ known }) => known.layout.from !== null)
    .reduce((sum, { counts }) => sum + (counts.get('as to invite') ?? 0), 0)
  if (toInvite === 0) return []
  return [
    flags.invite
      ? 'Those to invite get one mail each that asks them, with the next run; only who agrees is confirmed.'
      : 'Those to invite get no mail unless --invite is added, and are forgotten after seven days.',
  ]
}
