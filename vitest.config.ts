import { defineConfig, type Plugin } from 'vitest/config'

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `The tests need Node 24, this is ${process.version}: run \`npm test\`, which takes the checkout's own.\n`,
  )
  process.exit(1)
}

/**
 * The threads that read and draft are loaded from the built package, whose few files cost a thread a fifth of what the sources cost: each
 * pass of the program in a test starts one or two. Their starting places are the only ones that are replaced.
 */
const builtThreads: Plugin = {
  name: 'built-threads',
  transform(code, id) {
    if (!/src\/(?:extract\/reading-limits|curate\/draft-aside)\.ts$/.test(id)) return null
    const place = /new URL\(`\.\/([a-z]+-thread)\$\{[^`]*`, import\.meta\.url\)/
    if (!place.test(code)) throw new Error(`${id} starts no thread as it did`)
    return code.replace(place, (_all, name: string) => `new URL('dist/program/${name}.js', process.env.WEEKLY_BUILT)`)
  },
}

const settings = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  pool: 'forks',
  setupFiles: ['test/seed.ts'],
  expect: { poll: { timeout: 30_000 } },
}
/**
 * Folders whose files share a process and what it has loaded, which takes half the CPU time: none of them may leave anything behind in
 * `process` or a global. Each file of the others, which start whole programs or set variables of the environment, has a process of its own.
 */
const sharing = [
  'collect',
  'core',
  'curate',
  'desk',
  'extract',
  'formats',
  'net',
  'posts',
  'publish',
  'store',
  'web',
].map(folder => `test/${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    globalSetup: ['test/built-program.ts', 'test/postgres.ts'],
    provide: { storeDialects: ['sqlite', 'postgres'] },
    reporters: ['default'],
    // By itself it leaves one processor out, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      { plugins: [builtThreads], test: { ...settings, name: 'shared', include: sharing, isolate: false } },
      {
        plugins: [builtThreads],
        test: { ...settings, name: 'alone', include: ['test/**/*.test.ts'], exclude: [...sharing, 'node_modules'] },
      },
    ],
  },
})
