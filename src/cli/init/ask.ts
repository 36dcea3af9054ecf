// The questions of `weekly init` on a terminal: one line each, with the answer that an empty line stands for.
import { createInterface } from 'node:readline/promises'

/** Asks until an answer fits. */
export interface Asker {
  /** `check` answers what the line comes to, or null for one that does not fit; an empty line takes `usual`. */
  ask<Answer>(
    question: string,
    usual: string,
    check: (line: string) => Answer | null,
    /** Says that a line does not fit. */
    refuse: (line: string) => string,
  ): Promise<Answer>
  close(): void
}

/** Asks on the process's own terminal. */
export function openAsker(): Asker {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  return {
    async ask(question, usual, check, refuse) {
      for (;;) {
        const line = (await terminal.question(`${question}${usual === '' ? '' : ` [${usual}]`}: `)).trim() || usual
        const answer = check(line)
        if (answer !== null) return answer
        process.stdout.write(`${refuse(line)}\n`)
      }
    },
    close: () => terminal.close(),
  }
}

/** Whether there is somebody who can answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}
