// The shape of the front matter of the curator's own posts and of their words about the list. app/posts/ reads the files.
import { z } from 'zod'
import { parseIsoInstant } from './clock.ts'
import { httpUrl, stringList } from './config.ts'

/** A civil date that the calendar has. */
const civilDate = /^\d{4}-\d\d-\d\d$/
const isOnCalendar = (date: string): boolean => {
  const ms = civilDate.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}
/** Letters and figures of any script, `-`, `_` and `.`; a folder's name and the end of an address. */
export const slugPattern = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,79}$/u

const dateOrInstant = z
  .string()
  .refine(
    text => isOnCalendar(text) || (isOnCalendar(text.slice(0, 10)) && parseIsoInstant(text) !== null),
    'must be a date such as 2026-01-31, or an instant with its offset such as 2026-01-31T09:00+08:00',
  )

/** Front matter of a post. */
export const postSchema = z.strictObject({
  title: z.string().trim().min(1, 'must not be empty'),
  date: dateOrInstant,
  updated: dateOrInstant.optional(),
  slug: z.string().regex(slugPattern, 'must be letters, figures, - or _, at most 80').optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z\d]{2,8})*$/i, 'must be a language tag such as en or zh-CN')
    .optional(),
  tags: stringList.default([]),
  description: z.string().optional(),
  author: z.string().min(1).optional(),
  draft: z.boolean().default(false),
  canonical: httpUrl.optional(),
})

/** Front matter of the curator's own words about the list; it may be missing. */
export const aboutSchema = postSchema.pick({ title: true, description: true }).partial()

/** The keys on top of a post, checked. */
export type FrontMatter = z.infer<typeof postSchema>
/** The keys on top of `about.md`, checked. */
export type AboutFrontMatter = z.infer<typeof aboutSchema>
