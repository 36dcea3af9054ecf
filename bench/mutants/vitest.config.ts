// The tests that are asked about the mutants: each module's own, without the database and the browser that the whole suite starts.
export default {
  test: {
    include: [
      'test/core/week.test.ts',
      'test/curate/rank.test.ts',
      'test/desk/merge-draft.test.ts',
      'test/collect/visit-state.test.ts',
      'test/net/guard.test.ts',
    ],
  },
}
