// The acts of the desk as a program sends them, checked to the last field.
import { z } from 'zod'
import type { Act } from '../../core/acts.ts'
import { shapes } from './api-route.ts'

const { story } = shapes
const words = z.string().max(20_000)
const section = z.string().min(1).max(500)
const link = shapes.story

/** An act on the draft: what core/acts.ts says of it. */
export const actShape: z.ZodType<Act> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['drop', 'pick', 'hold', 'top', 'split']), story }),
  z.strictObject({ kind: z.enum(['title', 'summary', 'note']), story, value: words.describe('Markdown.') }),
  z.strictObject({
    kind: z.literal('translation'),
    story,
    value: words.describe(
      'In the other language: the title on the first line, then the summary, then each point behind a hyphen; empty: without.',
    ),
  }),
  z.strictObject({ kind: z.literal('points'), story, value: z.array(words).max(50) }),
  z.strictObject({ kind: z.literal('section'), story, section }),
  z.strictObject({
    kind: z.literal('move'),
    story,
    section,
    after: link.nullable().describe('The story behind which it is put; null: before all of the section.'),
  }),
  z.strictObject({ kind: z.literal('foreword'), value: words.describe('Markdown.') }),
  z.strictObject({ kind: z.literal('sections'), value: z.array(section).max(100).describe('All titles in order.') }),
  z.strictObject({ kind: z.literal('join'), story, others: z.array(link).min(1).max(50) }),
])
