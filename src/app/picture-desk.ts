// Pictures that come in at the desk: written anew, and kept in the content folder where the curator's words find them.
import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WeeklyError } from '../core/errors.ts'
import type { PictureDesk } from '../desk/pages/picture-desk.ts'
import { reencodePicture } from './re-encode-picture.ts'

const FOLDER = 'pictures'

/** Makes it. One picture is one file, however often it comes: its name is that of its content. */
export function createPictureDesk(contentFolder: string): PictureDesk {
  return {
    add: async file => {
      const { bytes, end } = await reencodePicture(file)
      const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${end}`
      const path = join(contentFolder, FOLDER, name)
      const begun = `${path}.new-${process.pid}`
      try {
        await mkdir(join(contentFolder, FOLDER), { recursive: true })
        await writeFile(begun, bytes)
        await rename(begun, path)
      } catch (cause) {
        throw new WeeklyError('OUTPUT_UNWRITABLE', `${path} cannot be written: ${(cause as Error).message}`, {
          hint: 'Make the content folder writable.',
          cause,
        })
      } finally {
        await rm(begun, { force: true })
      }
      return `${FOLDER}/${name}`
    },
  }
}
