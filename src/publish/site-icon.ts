// The picture of the list: small beside addresses in browsers, larger on phones and in readers of feeds, and on the cover of each book.
import { fingerprintOf, type Needed, type StoredFile } from './files/site-file.ts'
import { type SiteDescription, urlIn } from './site-urls.ts'

/** Sides in pixels: of browsers, of RSS (which allows 144), of phones, and of JSON Feed and Atom. */
const sides = [64, 144, 180, 512] as const

/** Side of an icon. */
export type IconSide = (typeof sides)[number]

/** Changes when the same picture is drawn otherwise. */
const LOOK = 'icon 1'

const iconFile = (side: IconSide): string => `icon-${side}.png`

/** Absolute address of the list's icon; null where it has none. */
export function iconUrlIn(site: SiteDescription, side: IconSide): string | null {
  return site.icon ? urlIn(site, iconFile(side)) : null
}

/** Plans the icon in all its sizes. */
export function planIcons({ icon }: SiteDescription): readonly StoredFile[] {
  if (!icon) return []
  return sides.map(side => ({
    path: iconFile(side),
    madeFrom: fingerprintOf([LOOK, icon.version, side]),
    read: () => icon.draw(side),
  }))
}

/** The cover of the books: PNG or nothing where the list has no icon, or where it was not loaded. */
export interface BookCover extends Needed {
  read(): Uint8Array | null
}

/** Makes the cover, which is drawn when the first book needs it; null without an icon. */
export function openCover({ icon }: SiteDescription): BookCover | null {
  if (!icon) return null
  let drawn: Uint8Array | null = null
  return {
    load: async () => {
      drawn ??= await icon.draw('cover')
    },
    // It is small, and every book has the same.
    drop: () => undefined,
    read: () => drawn,
  }
}
