// Runs everything in examples/ as its README says.
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../src/app/load-config.ts'

const project = join(import.meta.dirname, '..')
const run = (file: string): string =>
  execFileSync(process.execPath, [join('examples', file)], { cwd: project, encoding: 'utf8' })

const expected: Readonly<Record<string, RegExp>> = {
  'read-a-feed.ts': /^The Storage Ledger: 6 items\n(?:\d{4}-\d\d-\d\d|no date) /,
  'summarise-a-page.ts': /: \d+ min\nread by \S+, confidence [01]\.\d\d\n\n.{60,}\n- /s,
  'one-story.ts': /^(?:bread\n)?harbour \+ observer\n(?:bread\n)?$/,
}

test('every example is known here', () => {
  const programs = readdirSync(join(project, 'examples')).filter(name => name.endsWith('.ts'))
  expect(programs.toSorted()).toEqual(Object.keys(expected).toSorted())
})

test.each(Object.entries(expected))('%s runs', (file, output) => {
  expect(run(file)).toMatch(output)
})

test('the configuration of a real list is right, and asks for its secret by name', () => {
  const folder = join(project, 'examples', 'real-list')
  const { weekly, sources } = loadConfig(folder, { RELAY_PASSWORD: 'hush' })
  expect(weekly).toMatchObject({ review: 'wait', mail: { transport: 'smtp://list:hush@relay.example.org:587' } })
  expect(sources).toHaveLength(3)
  expect(() => loadConfig(folder, {})).toThrow(/RELAY_PASSWORD/)
})
