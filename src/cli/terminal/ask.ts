// Questions on a terminal: one line each, with the answer that an empty line stands for. Lines that were typed or pasted ahead are answers too.
import { createInterface } from 'node:readline'
import { WeeklyError } from '../../core/errors.ts'

/** Asks until an answer fits. */
export interface Asker {
  /**
   * `check` answers what the line comes to, or null for one that does not fit; an empty line takes `usual`. Throws USAGE_INVALID when the
   * person leaves, by Ctrl-C or the end of input.
   */
  ask<Answer>(
    question: string,
    usual: string,
    check: (line: string) => Answer | null,
    /** Says that a line does not fit. */
    refuse: (line: string) => string,
  ): Promise<Answer>
  close(): void
}

/** Where questions go and answers come from; `terminal` as readline has it: what is typed is echoed and edited. */
export interface AskedPlace {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly terminal?: boolean
}

const left = (question: string): WeeklyError =>
  new WeeklyError('USAGE_INVALID', `“${question}” was left without an answer`, {
    hint: 'Give the command again, or answer ahead by its flags (`weekly help COMMAND`).',
  })

/** The lines of a terminal, one for each prompt: those that came before their prompt wait for it. */
function openLines({ input, output, terminal }: AskedPlace) {
  const reader = createInterface({ input, output, ...(terminal === undefined ? {} : { terminal }) })
  const ahead: string[] = []
  let take: ((line: string | null) => void) | null = null
  let isOver = false
  const give = (line: string | null): void => {
    const taker = take
    take = null
    taker?.(line)
  }
  reader.on('line', line => {
    if (take) give(line)
    else ahead.push(line)
  })
  reader.on('SIGINT', () => reader.close())
  reader.on('close', () => {
    isOver = true
    give(null)
  })
  /** Null once the person has left. */
  const read = async (prompt: string): Promise<string | null> => {
    const early = ahead.shift()
    if (early !== undefined) {
      output.write(`${prompt}${early}\n`)
      return early
    }
    if (isOver) return null
    return new Promise(resolve => {
      take = resolve
      reader.setPrompt(prompt)
      reader.prompt()
    })
  }
  return { read, close: () => reader.close() }
}

/** Asks on the process's own terminal, or elsewhere. */
export function openAsker(place: AskedPlace = { input: process.stdin, output: process.stdout }): Asker {
  const lines = openLines(place)
  return {
    async ask(question, usual, check, refuse) {
      for (;;) {
        const line = await lines.read(`${question}${usual === '' ? '' : ` [${usual}]`}: `)
        if (line === null) {
          place.output.write('\n')
          throw left(question)
        }
        const typed = line.trim() || usual
        const answer = check(typed)
        if (answer !== null) return answer
        place.output.write(`${refuse(typed)}\n`)
      }
    },
    close: lines.close,
  }
}

/** Asks one question on the process's own terminal. Throws USAGE_INVALID as `ask` does. */
export async function askOnce<Answer>(
  question: string,
  usual: string,
  check: (line: string) => Answer | null,
  refuse: (line: string) => string,
): Promise<Answer> {
  const asker = openAsker()
  return asker.ask(question, usual, check, refuse).finally(() => asker.close())
}

/** Asks one question on the process's own terminal; the line as it was typed, blanks and all. Throws USAGE_INVALID as `ask` does. */
export async function askLine(question: string): Promise<string> {
  const lines = openLines({ input: process.stdin, output: process.stdout })
  const line = await lines.read(`${question}: `).finally(() => lines.close())
  if (line === null) throw left(question)
  return line
}

/** Whether there is somebody who can answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}
