import { expect, test } from 'vitest'
import { z } from 'zod'
import { sourcesSchema, weeklySchema } from '../src/core/config.ts'

// Editors read these files for completion and checks; `vitest -u` renews them.
test.each([
  ['weekly', weeklySchema],
  ['sources', sourcesSchema],
] as const)('the JSON Schema of %s.yaml for editors is current', async (name, schema) => {
  const text = `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`
  await expect(text).toMatchFileSnapshot(`../config/${name}.schema.json`)
})
