// `weekly start` where there is no list yet: whoever can answer is asked whether to make one.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { GlobalOptions } from '../../app/options.ts'
import { wordsOf } from '../../core/words/words.ts'
import { askOnce, canAsk } from '../terminal/ask.ts'

const answers: ReadonlyMap<string, 'own' | 'samples' | 'none'> = new Map([
  ['y', 'own'],
  ['s', 'samples'],
  ['n', 'none'],
])

/** Offers to make a list where there is none, and makes it. Without a terminal nothing is asked: what reads the configuration says what to do. */
export async function offerList(options: GlobalOptions): Promise<void> {
  if (existsSync(join(options.config, 'weekly.yaml')) || !canAsk()) return
  const { noListHere, invalid } = wordsOf('en').init
  const wanted = await askOnce(noListHere, 'y', line => answers.get(line.toLowerCase()) ?? null, invalid)
  if (wanted === 'none') return
  const { initList } = await import('../commands/init.ts')
  await initList(options, undefined, wanted === 'samples' ? { samples: true } : {})
}
