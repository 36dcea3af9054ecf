// A decision about which tellings stand together, as commands and the text of a draft say it. Types only.

/** One decision about who stands with whom; URLs as the curator wrote them. */
export type Regrouping =
  | { readonly kind: 'split'; readonly url: string }
  /** The stories of the others join the story of `url`, whose page leads it. */
  | { readonly kind: 'join'; readonly url: string; readonly others: readonly string[] }
