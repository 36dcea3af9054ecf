// The desk as an app of the phone: its manifest, by which other apps share links to it, and its icons, drawn here.
import { crc32, deflateSync } from 'node:zlib'
import { type DeskDeps, deskPath } from './frame.ts'

const PAPER = [0xff, 0xfd, 0xf8] as const
const INK = [0x0b, 0x4f, 0x8a] as const
/** Lines of a list on a plain ground, in twelfths of the side; all within the part that no launcher cuts off. */
const lines = [
  { top: 3.5, bottom: 4.5, left: 3, right: 9 },
  { top: 5.5, bottom: 6.5, left: 3, right: 9 },
  { top: 7.5, bottom: 8.5, left: 3, right: 7 },
]

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(content.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}

/** A square PNG of so many pixels (PNG, second edition, §5 and §11). */
export function drawIcon(side: number): Buffer {
  const rows = Buffer.alloc(side * (1 + 3 * side))
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [left, top] = [(12 * x) / side, (12 * y) / side]
      const isLine = lines.some(line => top >= line.top && top < line.bottom && left >= line.left && left < line.right)
      rows.set(isLine ? PAPER : INK, y * (1 + 3 * side) + 1 + 3 * x)
    }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // Eight bits, true colour.
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const sides = [192, 512] as const
const drawn = new Map<number, Buffer>()

/** The manifest and the icons, which browsers ask for without a session; null for other names. */
export function answerManifest(deps: Pick<DeskDeps, 'url' | 'title' | 'language'>, name: string): Response | null {
  const side = sides.find(each => name === `icon-${each}.png`)
  const kept = { 'Cache-Control': 'public, max-age=86400' }
  if (side !== undefined) {
    const bytes = drawn.get(side) ?? drawIcon(side)
    drawn.set(side, bytes)
    return new Response(new Uint8Array(bytes), { headers: { ...kept, 'Content-Type': 'image/png' } })
  }
  if (name !== 'manifest.webmanifest') return null
  const manifest = {
    name: deps.title,
    short_name: deps.title.slice(0, 12),
    lang: deps.language,
    start_url: deskPath(deps),
    scope: deskPath(deps),
    display: 'minimal-ui',
    background_color: '#fffdf8',
    theme_color: '#0b4f8a',
    icons: sides.flatMap(each =>
      ['any', 'maskable'].map(purpose => ({
        src: deskPath(deps, `icon-${each}.png`),
        sizes: `${each}x${each}`,
        type: 'image/png',
        purpose,
      })),
    ),
    share_target: {
      action: deskPath(deps, 'save'),
      method: 'GET',
      params: { title: 'title', text: 'text', url: 'url' },
    },
  }
  return new Response(JSON.stringify(manifest), { headers: { ...kept, 'Content-Type': 'application/manifest+json' } })
}
