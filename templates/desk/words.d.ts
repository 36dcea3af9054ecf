// Of the module that the server writes from the words of the interface language: src/desk/pages/assets.ts.
import type { DeskWords } from '../../src/core/words/en/desk.ts'

export const words: DeskWords['script']
