// How many bytes of bodies are held at a time over all requests of one client: many bombs at once cost no more than a few.

/** The share of one body. */
export interface ByteAccount {
  /** Books what was read. Null: read on; else a promise that resolves when that is allowed. */
  book(sizeBytes: number): Promise<void> | null
  /** Gives everything back; whoever still waits on this account goes on. */
  close(): void
}

/** Hands out bytes that may be held. */
export interface ByteBudget {
  open(): ByteAccount
}

interface Account {
  heldBytes: number
  goOn: (() => void) | null
}

/**
 * Makes a budget of `totalBytes`. A body of at most `freeBytes` never waits, so that ordinary feeds do not feel the large ones.
 * Over the total one body at a time reads on, the first that asked: nothing ever waits for itself.
 */
export function createByteBudget(totalBytes: number, freeBytes: number): ByteBudget {
  const waiting = new Set<Account>()
  let heldBytes = 0
  let runner: Account | null = null

  const wakeNext = (): void => {
    for (const account of waiting) {
      if (heldBytes > totalBytes && runner !== null) return
      if (heldBytes > totalBytes) runner = account
      waiting.delete(account)
      account.goOn?.()
    }
  }
  return {
    open: () => {
      const account: Account = { heldBytes: 0, goOn: null }
      return {
        book: sizeBytes => {
          account.heldBytes += sizeBytes
          heldBytes += sizeBytes
          if (account.heldBytes <= freeBytes || heldBytes <= totalBytes) return null
          runner ??= account
          if (runner === account) return null
          return new Promise(resolve => {
            account.goOn = resolve
            waiting.add(account)
          })
        },
        close: () => {
          heldBytes -= account.heldBytes
          account.heldBytes = 0
          if (runner === account) runner = null
          if (waiting.delete(account)) account.goOn?.()
          wakeNext()
        },
      }
    },
  }
}
