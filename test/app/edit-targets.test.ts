// A target that is added: the file keeps its comments, no secret stands in it, and what is no target leaves everything as it was.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendTarget, type NewTarget } from '../../src/app/edit-targets.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-add-target-'))
})
afterEach(() => rm(folder, { recursive: true }))

const path = () => join(folder, 'weekly.yaml')
const text = () => readFile(path(), 'utf8')
const add = (target: NewTarget) => appendTarget(folder, target, { BOT: 'from the environment' })

test('comments and order stay, secrets lie in files of their owner alone', async () => {
  await writeFile(path(), '# 我的清单\ntitle: List # what it is called\nlanguage: zh-CN\n')
  await add({ kind: 'telegram', name: '频道', token: '1:hush-hush', to: '@list' })
  await add({ kind: 'lark', name: 'team', url: 'https://open.feishu.cn/open-apis/bot/v2/hook/hush', secret: 'hush' })
  await add({ kind: 'mastodon', name: 'toots', url: 'https://social.example', token: '${BOT}' })
  expect(await text()).toBe(`# 我的清单
title: List # what it is called
language: zh-CN
targets:
  - kind: telegram
    name: 频道
    token: file:secrets/频道.token
    to: "@list"
  - kind: lark
    name: team
    url: file:secrets/team.url
    secret: file:secrets/team.secret
  - kind: mastodon
    name: toots
    url: https://social.example
    token: \${BOT}
`)
  expect(await readFile(join(folder, 'secrets/频道.token'), 'utf8')).toBe('1:hush-hush\n')
  expect((await stat(join(folder, 'secrets/team.url'))).mode & 0o077).toBe(0)
  expect(await readFile(join(folder, 'secrets/.gitignore'), 'utf8')).toBe('*\n')
})

test.each<[string, NewTarget]>([
  ['a name that is there', { kind: 'slack', name: 'chat', url: 'https://hooks.slack.com/services/hush-hush' }],
  ['a setting that is missing', { kind: 'telegram', name: 'other', token: '1:hush-hush' }],
  ['an address that is none', { kind: 'slack', name: 'other', url: 'hush-hush' }],
  ['a name that leads elsewhere', { kind: 'slack', name: '../other', url: 'https://hooks.slack.com/hush-hush' }],
])('%s writes nothing, and no error says the secret', async (_what, target) => {
  const before = 'title: List\ntargets:\n  - kind: slack\n    name: chat\n    url: file:chat.url # as Slack gave it\n'
  await writeFile(path(), before)
  const error = await add(target).catch((cause: unknown) => cause)
  expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
  expect(String(error)).not.toContain('hush')
  expect(await text()).toBe(before)
  expect(await readdir(folder)).toEqual(['weekly.yaml'])
})
