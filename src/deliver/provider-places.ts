// The places at one big mailbox provider: so many mails are on their way to it at a time, of this process or of all senders together.

/** Gives a place back. */
export type LeavePlace = () => void

/** Resolves when there is a place at the provider of this name, for all senders of a store together. Throws STORE_… errors. */
export type TakeProviderPlace = (provider: string) => Promise<LeavePlace>

/** The places of one batch at one provider. */
export interface ProviderPlaces {
  /** A place, when one is at hand; else one is asked for, and `onChange` tells of it. */
  tryTake(): LeavePlace | null
  /** Gives back what is at hand, and what is still to come. */
  close(): void
}

/** Who hears that a place has come or is free again, and that asking for one has failed. */
export interface PlaceEvents {
  readonly onChange: () => void
  readonly onFailure: (error: unknown) => void
}

/** Makes the places at a provider; `ask` asks those who share them, and without it they are this process's own. */
export function createProviderPlaces(
  atATime: number,
  ask: (() => Promise<LeavePlace>) | null,
  { onChange, onFailure }: PlaceEvents,
): ProviderPlaces {
  const atHand: LeavePlace[] = []
  let wanted = 0
  let isClosed = false
  const leaving = (leave: LeavePlace) => (): void => {
    wanted--
    leave()
    onChange()
  }
  const come = (leave: LeavePlace): void => {
    if (isClosed) {
      leave()
      return
    }
    atHand.push(leave)
    onChange()
  }
  return {
    tryTake: () => {
      const leave = atHand.shift()
      if (leave) return leaving(leave)
      if (wanted >= atATime) return null
      wanted++
      if (ask === null) return leaving(() => undefined)
      ask().then(come, onFailure)
      return null
    },
    close: () => {
      isClosed = true
      for (const leave of atHand.splice(0)) leave()
    },
  }
}
