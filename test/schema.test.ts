import { expect, test } from 'vitest'
import { z } from 'zod'
import { sourcesSchema, weeklySchema } from '../src/core/config.ts'
import { listKeys, renderReference } from './configuration-reference.ts'

// Editors read these files for completion and checks; `vitest run test/schema.test.ts -u` renews them.
test.each([
  ['weekly', weeklySchema],
  ['sources', sourcesSchema],
] as const)('the JSON Schema of %s.yaml for editors is current', async (name, schema) => {
  const text = `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`
  await expect(text).toMatchFileSnapshot(`../config/${name}.schema.json`)
})

test.each([
  ['weekly', weeklySchema],
  ['sources', sourcesSchema],
] as const)('every key of %s.yaml says what it means', (_name, schema) => {
  expect(listKeys(schema).filter(({ meaning }) => meaning === '')).toEqual([])
})

test('the reference page of both files is current', async () => {
  await expect(renderReference()).toMatchFileSnapshot('../docs/configuration.md')
})
