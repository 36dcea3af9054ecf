// What a form says that goes along through the upload of a picture, brought up to date: the page may have saved it meanwhile.
import { randomUUID } from 'node:crypto'
import { nameOfLink } from '../../core/story-names.ts'
import { hashField, readField, type TextAct } from '../apply-act.ts'
import { lookAtDraft } from '../edit-draft.ts'
import { findWeek } from './draft.ts'
import type { Asked } from './frame.ts'

const kinds = ['title', 'summary', 'points', 'note'] as const

const plain = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .trim()

/**
 * The fields with an id of their own, for the one they had may have acted. A field that stands in the draft as it was typed is one that was
 * seen; all others keep the hash of what was seen, so that nobody's words are written over.
 */
export async function refreshCarried(asked: Asked, carried: URLSearchParams): Promise<URLSearchParams> {
  const text = await lookAtDraft(asked.deps.curate, await findWeek(asked))
  const fresh = new URLSearchParams(carried)
  fresh.set('command', randomUUID())
  fresh.set('base', text.base)
  const refresh = (act: TextAct, name: string | null, typed: string, was: string): void => {
    const now = readField(text, act, name)
    const said = now === null ? '' : typeof now === 'string' ? now : now.join('\n')
    if (plain(said) === plain(carried.get(typed) ?? '')) fresh.set(was, hashField(now))
  }
  if (carried.has('value')) refresh({ kind: 'foreword', value: '' }, null, 'value', 'was')
  const story = carried.get('story')
  if (!carried.has('note') || story === null) return fresh
  const name = nameOfLink(story)
  for (const kind of kinds) {
    const act: TextAct = kind === 'points' ? { kind, story, value: [] } : { kind, story, value: '' }
    refresh(act, name, kind, `was-${kind}`)
  }
  return fresh
}
