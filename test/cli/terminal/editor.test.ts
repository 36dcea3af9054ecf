import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readText } from '../../../src/cli/terminal/editor.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-editor-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = async (bytes: Uint8Array): Promise<string> => {
  const file = join(folder, 'draft.md')
  await writeFile(file, bytes)
  return readText(file)
}

describe('a saved text', () => {
  test('is read in every script of UTF-8', async () => {
    expect(await read(Buffer.from('租约\nשלום\n'))).toBe('租约\nשלום\n')
  })

  test.each([
    ['Windows-1252', 1, [0x63, 0x61, 0x66, 0xe9, 0x0a, 0x6f, 0x6b]],
    ['GB 18030', 3, [0x6f, 0x6b, 0x0a, 0x0a, 0xd7, 0xe2, 0xd4, 0xbc]],
    ['UTF-16', 1, [0xff, 0xfe, 0x61, 0x00, 0x0a, 0x00]],
  ])('in %s is refused at line %i', async (_name, line, bytes) => {
    await expect(read(Uint8Array.from(bytes))).rejects.toMatchObject({
      code: 'DRAFT_TEXT_INVALID',
      message: expect.stringContaining(`line ${line}: `) as unknown,
      hint: 'Save the text as UTF-8 in your editor.',
    })
  })

  test('that is not there is told by its name', async () => {
    await expect(readText(join(folder, 'gone.md'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })
})
