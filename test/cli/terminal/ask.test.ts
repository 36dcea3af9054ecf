// Questions to a person: what is typed, pasted ahead, refused, and left. Streams stand in for the terminal, with readline's own editing.
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gatherAnswers } from '../../../src/cli/init/gather-answers.ts'
import { type Asker, openAsker } from '../../../src/cli/terminal/ask.ts'

let [input, output] = [new PassThrough(), new PassThrough()]
let asker: Asker
let shown = ''
beforeEach(() => {
  ;[input, output, shown] = [new PassThrough(), new PassThrough(), '']
  output.setEncoding('utf8').on('data', (text: string) => (shown += text))
  asker = openAsker({ input, output, terminal: true })
})
afterEach(() => asker.close())

const number = (line: string): number | null => (/^\d+$/.test(line) ? Number(line) : null)
const refuse = (line: string): string => `“${line}” is no number`
const countAt = (text: string): number => shown.split(text).length - 1

/** Types a line once a prompt has been shown so many times. */
async function answer(prompt: string, times: number, line: string): Promise<void> {
  while (countAt(prompt) < times) await new Promise(resolve => output.once('data', resolve))
  input.write(line)
}

test('a line that does not fit is refused and asked for again; an empty one takes what is usual', async () => {
  const asked = asker.ask('How many', '7', number, refuse)
  await answer('How many [7]: ', 1, '多\n')
  await answer('is no number', 1, '\n')
  expect(await asked).toBe(7)
  expect(shown).toContain('“多” is no number')
})

test('a whole list of answers that is pasted at once answers one question after the other', async () => {
  input.write('zh-CN\n我的周刊\nAsia/Shanghai\nhttps://weekly.example.org/\n\na.example b.example\n\n')
  const gathered = await gatherAnswers({}, asker, { locale: 'en_GB.UTF-8', timezone: 'UTC' })
  expect(gathered).toMatchObject({
    ...{ language: 'zh-CN', title: '我的周刊', timezone: 'Asia/Shanghai', url: 'https://weekly.example.org/' },
    ...{ from: null, sources: ['a.example', 'b.example'], places: [] },
  })
})

describe('who leaves a question', () => {
  test.each([
    ['by Ctrl-C', '\u0003'],
    ['by Ctrl-D', '\u0004'],
  ])('%s is told so in a line, and not of a bug', async (_name, key) => {
    const asked = asker.ask('How many', '', number, refuse)
    const [outcome] = await Promise.allSettled([asked, answer('How many: ', 1, key)])
    expect(outcome).toMatchObject({
      reason: { code: 'USAGE_INVALID', message: '“How many” was left without an answer' },
    })
  })

  test('at the end of input gets no further question', async () => {
    const asked = asker.ask('How many', '', number, refuse)
    input.end()
    await expect(asked).rejects.toMatchObject({ code: 'USAGE_INVALID' })
    await expect(asker.ask('And then', '', number, refuse)).rejects.toMatchObject({ code: 'USAGE_INVALID' })
  })
})
