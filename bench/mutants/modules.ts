// The modules whose tests are put to the proof by mutants, each with the tests that say what it does.

/** Source files that belong together, by a short name, and the test files that are asked about each of their mutants. */
export const modules: Readonly<
  Record<string, { readonly mutate: readonly string[]; readonly tests: readonly string[] }>
> = {
  rank: { mutate: ['src/curate/rank.ts'], tests: ['test/curate/rank.test.ts'] },
  week: { mutate: ['src/core/week.ts'], tests: ['test/core/week.test.ts'] },
  guard: { mutate: ['src/net/guard.ts'], tests: ['test/net/guard.test.ts'] },
  visits: { mutate: ['src/collect/visit-state.ts'], tests: ['test/collect/visit-state.test.ts'] },
  merge: {
    mutate: ['src/desk/merge-draft.ts', 'src/desk/merge-values.ts'],
    tests: ['test/desk/merge-draft.test.ts', 'test/desk/merge-values.test.ts'],
  },
  deliver: {
    mutate: ['src/deliver/deliver.ts', 'src/deliver/send.ts'],
    tests: [
      'test/deliver/send.test.ts',
      'test/deliver/deliver.test.ts',
      'test/deliver/catch-up.test.ts',
      'test/deliver/confirmation.test.ts',
      'test/deliver/transport/mail-dns.test.ts',
    ],
  },
  ledger: {
    mutate: ['src/store/ledger.ts', 'src/store/ledger-changes.ts', 'src/store/deliveries.ts'],
    tests: ['test/store/ledger.test.ts', 'test/store/deliveries.test.ts'],
  },
  seal: { mutate: ['src/publish/seal.ts'], tests: ['test/publish/seal.test.ts'] },
}
