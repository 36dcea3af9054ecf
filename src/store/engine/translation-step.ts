// The step that makes the tables of translations.
import type { Dialect } from './dialect.ts'
import { countTranslationChanges } from './draft-changes.ts'

/** The step that makes them; translations that were accepted count as what drafts are made from. */
export const translations = ({ dialect }: { readonly dialect: Dialect }): readonly string[] => [
  `create table translations (text_sha256 text not null, made_sha256 text not null, state text not null, title text not null,
     summary text not null, points text not null, reason text, attempts integer not null, answered_at text not null,
     primary key (text_sha256, made_sha256))`,
  `create table translation_spending (week text primary key, requests integer not null, characters integer not null)`,
  ...countTranslationChanges(dialect),
]
