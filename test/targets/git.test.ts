// A repository as a target: what is committed, what a repeat finds, and what a correction changes.
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobName, writeIssueFile } from '../../src/targets/git/issue-file.ts'
import { startDouble, type Double } from './chat-double.ts'
import { factsOf, issueOf, openTarget, planOf, tellOutcome } from './target-fixture.ts'

let double: Double
beforeEach(async () => {
  double = await startDouble()
})
afterEach(() => double.close())

const github = 'GET /repos/o/r/contents/notes/2016-W49.md'
const open = () =>
  openTarget(double, { kind: 'github', url: double.url, token: 'token-0123456789', to: 'o/r', path: 'notes/{week}.md' })
const bodyOf = (place: number) => JSON.parse(double.asked[place]?.body ?? '') as Record<string, string>

test('an issue is a file of its stories, and a repeat finds it there', async () => {
  double.routes.set(github, { status: 404 })
  double.answer({ status: 201, body: { commit: { sha: 'c1' } } })
  const target = await open()
  const plan = await planOf(target, issueOf(['A [title] *with* signs', '第二篇']))
  expect(tellOutcome(await target.publish(plan))).toBe('sent c1')
  expect(double.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /repos/o/r/contents/notes/2016-W49.md?ref=main',
    'PUT /repos/o/r/contents/notes/2016-W49.md',
  ])
  const { content = '', branch, sha } = bodyOf(1)
  const text = Buffer.from(content, 'base64').toString()
  expect([branch, sha]).toEqual(['main', undefined])
  expect(text).toContain('### [A \\[title\\] \\*with\\* signs](https://example.org/0)')
  expect(text).toContain('### [第二篇](https://example.org/1)')
  double.routes.set(github, { body: { sha: blobName(text), content } })
  expect(tellOutcome(await target.publish(plan))).toBe(`sent ${blobName(text)}`)
  expect(double.asked.filter(({ method }) => method === 'PUT')).toHaveLength(1)
})

test('a correction is held to what lies there; an answer that cannot be read posts nothing', async () => {
  double.routes.set(github, { body: { sha: 'old' } })
  double.answer({ body: { commit: { sha: 'c2' } } })
  const target = await open()
  const plan = await planOf(target, issueOf(['One']))
  expect(tellOutcome(await target.correct(plan, 'c1'))).toBe('sent c2')
  expect(bodyOf(1)['sha']).toBe('old')
  for (const [script, outcome] of [
    [{ status: 401 }, 'refused TARGET_REFUSED'],
    ['close', 'retry TARGET_UNAVAILABLE'],
    [{ body: 'no JSON' }, 'retry TARGET_UNAVAILABLE'],
  ] as const) {
    double.routes.set(github, script)
    expect(tellOutcome(await target.publish(plan))).toBe(outcome)
  }
  expect(double.asked.filter(({ method }) => method === 'PUT')).toHaveLength(1)
})

test('GitLab changes a file by a commit that is held to the last one', async () => {
  double.routes.set('GET /api/v4/projects/g%2Fp/repository/files/issues%2F2016-W49.md', {
    body: { blob_id: 'old', last_commit_id: 'l1' },
  })
  double.answer({ status: 201, body: { id: 'c3' } })
  const target = await openTarget(double, {
    kind: 'gitlab',
    url: double.url,
    token: 'token-0123456789',
    to: 'g/p',
    branch: 'pages',
  })
  expect(tellOutcome(await target.publish(await planOf(target, issueOf(['One']))))).toBe('sent c3')
  const asked = JSON.parse(double.asked[1]?.body ?? '') as object
  expect(asked).toMatchObject({
    branch: 'pages',
    actions: [{ action: 'update', file_path: 'issues/2016-W49.md', last_commit_id: 'l1' }],
  })
  expect(double.asked[1]?.headers['private-token']).toBe('token-0123456789')
})

test('a test asks for the branch and leaves nothing behind', async () => {
  const target = await open()
  expect(tellOutcome(await target.test(factsOf(['One'])))).toBe('sent -')
  expect(double.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /repos/o/r/branches/main'])
})

test('a file has the name that git gives it, and an issue that was taken back says only that', () => {
  expect(blobName('hello\n')).toBe('ce013625030ba8dba906f756967f9e9ca394464a')
  expect(blobName('好')).toBe(createHash('sha1').update('blob 3\0好').digest('hex'))
  const { content } = writeIssueFile({ ...factsOf(['One']), takenBack: 'taken back' }, issueOf(['One']), 'x/{week}')
  expect(content).toContain('> taken back')
  expect(content).not.toContain('One')
})
