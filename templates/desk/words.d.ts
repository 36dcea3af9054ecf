// Of the module that the server writes from the words of the interface language: src/desk/pages/assets.ts.
import type { Words } from '../../src/core/words/en.ts'

export const words: Words['desk']['script']
