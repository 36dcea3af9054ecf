// Which releases of a week are one story, and which of them leads it.
import { expect, test } from 'vitest'
import { parseReleaseLink } from '../../src/core/release-links.ts'
import { foldReleases } from '../../src/curate/fold-releases.ts'

const linkOf = (tag: string): string => `https://github.com/o/p/releases/tag/${encodeURIComponent(tag)}`

test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
  ['patches go to the newest', ['v1.2.3', 'v1.2.5', 'v1.2.4'], { 'v1.2.3': 'v1.2.5', 'v1.2.4': 'v1.2.5' }],
  [
    'what begins a line leads its patches',
    ['v2.0.1', 'v2.0.0', 'v2.0.0-rc.1'],
    { 'v2.0.1': 'v2.0.0', 'v2.0.0-rc.1': 'v2.0.0' },
  ],
  ['no major or minor release is folded', ['v1.9.9', 'v2.0.0', 'v2.1.0', 'v3', 'v4'], {}],
  ['a candidate leads nothing that is out', ['v1.4.1', 'v1.4.2-beta.1'], { 'v1.4.2-beta.1': 'v1.4.1' }],
  ['candidates count as numbers', ['3.0.0-rc.9', '3.0.0-rc.10'], { '3.0.0-rc.9': '3.0.0-rc.10' }],
  ['packages of one repository stay apart', ['a@1.2.3', 'a@1.2.4', 'b@1.2.9', '@s/c@1.2.0'], { 'a@1.2.3': 'a@1.2.4' }],
  ['months are no patches', ['v2024.11', 'v2024.12'], {}],
  ['those of a month are', ['2024.12.0', '2024.12.3', '2024.11.3'], { '2024.12.3': '2024.12.0' }],
  [
    'builds of each night',
    ['nightly-2024-11-01', 'nightly-2024-11-02', 'v1.0.0'],
    { 'nightly-2024-11-01': 'nightly-2024-11-02' },
  ],
  ['numbered builds', ['b4120', 'b4121', 'v5'], { b4120: 'b4121' }],
  ['further numbers', ['v2.47.0.windows.1', 'v2.47.0.windows.2'], { 'v2.47.0.windows.1': 'v2.47.0.windows.2' }],
])('%s', (_name, tags, folded) => {
  const { joins, leads } = foldReleases({ apart: new Set(), joins: [], leads: new Set() }, tags.map(linkOf))
  const wanted = Object.entries(folded).map(([from, to]) => [linkOf(from), linkOf(to)] as const)
  expect(new Map(joins.map(({ link, to }) => [link, to]))).toEqual(new Map(wanted))
  expect(leads).toEqual(new Set(wanted.map(([, to]) => to)))
})

test.each([
  ['https://github.com/o/p/releases/tag/@s/pkg@1.2.3', 'p', '@s/pkg@1.2.3'],
  ['https://codeberg.org/o/p/releases/tag/v1.2.3', 'p', 'v1.2.3'],
  ['https://gitlab.com/g/s/p/-/releases/v1.0.1', 'p', 'v1.0.1'],
  ['https://pypi.org/project/x/1.2.3/', 'x', '1.2.3'],
  ['https://www.npmjs.com/package/@s/x/v/1.2.3', '@s/x', '1.2.3'],
  ['https://crates.io/crates/x/1.2.3', 'x', '1.2.3'],
  ['https://rubygems.org/gems/x/versions/1.2.3', 'x', '1.2.3'],
  ['https://www.nuget.org/packages/X/1.2.3', 'X', '1.2.3'],
  ['https://git.sr.ht/~a/b/refs/v1.2', 'b', 'v1.2'],
])('%s is a release of %s, %s', (link, name, tag) => {
  expect(parseReleaseLink(link)).toMatchObject({ name, tag })
})
