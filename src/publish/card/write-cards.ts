// Puts the share cards on disk before the pages that name them: a page names no card that could not be drawn.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredFile } from '../files/site-file.ts'
import { type KeptFile, type SiteManifest, writeManifest } from '../files/site-manifest.ts'
import { hasContent, hasStamp, replaceFile, stampAt } from '../files/write-file.ts'
import type { CardWords } from './lay-card.ts'
import type { PlannedCard } from './plan-cards.ts'

/** What draws cards. */
export interface CardDrawer {
  /**
   * Draws cards one after the other and hands each over as PNG, with its place among them; null for one that cannot be drawn. The next
   * waits for what is done with it, and is drawn unless the answer is false. Rejects with that alone.
   */
  draw(cards: readonly CardWords[], take: (png: Uint8Array | null, index: number) => Promise<boolean>): Promise<void>
  /** True for a while after none could be drawn: nothing is published only to try again. */
  isResting(): boolean
}

/** What became of the planned cards. */
export interface WrittenCards {
  /** As files of the site. */
  readonly files: readonly StoredFile[]
  /** How many were drawn and are new. */
  readonly written: number
  /** Folders of the issues and posts whose card is not drawn yet, or could not be. */
  readonly missing: ReadonlySet<string>
  /** Whether more could be drawn at once than were. */
  readonly areMore: boolean
  /** The list of the folder's files with these. */
  readonly manifest: SiteManifest
}

/**
 * So many are drawn at a time, the newest issues first: a long archive that is published for the first time has its pages in a few seconds
 * and the cards of its older issues later, some each hour.
 */
export const MOST_AT_ONCE = 50

/** Versions until November 2026 left a picture of one pixel in the place of a card that could not be drawn. No card is so small. */
const ONE_PIXEL_BYTES = 68

function isDrawn(folder: string, { path, madeFrom }: PlannedCard, kept: KeptFile | null | undefined): boolean {
  return kept?.madeFrom === madeFrom && kept.sizeBytes > ONE_PIXEL_BYTES && hasStamp(join(folder, path), kept)
}

/**
 * Draws what is not there yet, at most so many. What lies in `keptFolders` stays as it is. The list of the folder's files names each card before it is there:
 * whatever happens, what a run leaves is known to be ours. Throws OUTPUT_UNWRITABLE.
 */
export async function writeCards(
  folder: string,
  cards: readonly PlannedCard[],
  keptFolders: readonly string[],
  manifest: SiteManifest,
  drawer: CardDrawer | undefined,
  mostDrawn = MOST_AT_ONCE,
): Promise<WrittenCards> {
  const isKept = ({ path }: PlannedCard): boolean =>
    keptFolders.some(each => path.startsWith(each)) && stampAt(join(folder, path)) !== null
  const wanted = cards.filter(card => !isKept(card) && !isDrawn(folder, card, manifest.files.get(card.path)))
  const fileOf = ({ path, madeFrom }: PlannedCard): StoredFile => ({
    path,
    madeFrom,
    read: () => readFile(join(folder, path)),
  })
  if (!drawer || wanted.length === 0)
    return { files: cards.map(fileOf), written: 0, missing: new Set(), areMore: false, manifest }
  const known = new Map(manifest.files)
  for (const { path } of wanted) known.set(path, null)
  await writeManifest(folder, [...known], null)
  const missing = new Set(wanted.map(card => card.folder))
  let [drawn, written] = [0, 0]
  const keep = async (png: Uint8Array, card: PlannedCard): Promise<void> => {
    const path = join(folder, card.path)
    const same = await hasContent(path, png)
    known.set(card.path, { madeFrom: card.madeFrom, ...(same ?? (await replaceFile(path, png))) })
    missing.delete(card.folder)
    drawn++
    if (!same) written++
  }
  await drawer.draw(
    wanted.map(({ words }) => words),
    async (png, index) => {
      const card = wanted[index]
      if (png && card) await keep(png, card)
      return drawn < mostDrawn
    },
  )
  const files = cards.filter(card => !missing.has(card.folder)).map(fileOf)
  const areMore = missing.size > 0 && drawn >= mostDrawn
  return { files, written, missing, areMore, manifest: { files: known, madeFrom: null } }
}
