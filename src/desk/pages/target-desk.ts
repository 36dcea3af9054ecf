// What the page for targets asks of the program around it.

/** The places beside site, feeds and mail that are told of each issue. */
export interface TargetDesk {
  /** Those of the configuration, in its order. */
  readonly all: readonly { readonly name: string; readonly kind: string }[]
  /** Sends a message that says that it is a test. Throws TARGET_MISSING, TARGET_REFUSED, TARGET_UNAVAILABLE, TARGET_UNCERTAIN. */
  readonly test: (name: string) => Promise<void>
}
