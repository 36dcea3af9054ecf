import { defineConfig } from 'vitest/config'

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `The tests need Node 24, this is ${process.version}: run \`npm test\`, which takes the checkout's own.\n`,
  )
  process.exit(1)
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    provide: { storeDialects: ['sqlite', 'postgres'] },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    reporters: ['default'],
  },
})
