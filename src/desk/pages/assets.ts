// What browsers load besides pages: the style sheet, and the script's modules, which import each other by relative paths. All stand in one
// folder whose name changes with any of them, so that browsers keep each for good and never mix two versions.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isWeeklyError } from '../../core/errors.ts'
import { deskWordsOf } from '../../core/words/desk-words.ts'
import type { InterfaceLanguage } from '../../core/words/words.ts'
import type { Templates } from '../../publish/template.ts'

interface AssetDeps {
  readonly templates: Templates
  readonly language: InterfaceLanguage
}

const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript' }

let sortable: string | null = null
/** SortableJS as its package ships it: one module without imports, loaded by browsers when somebody drags. */
function readSortable(): string {
  sortable ??= readFileSync(fileURLToPath(import.meta.resolve('sortablejs/modular/sortable.esm.js')), 'utf8')
  return sortable
}

let webauthn: string | null = null
/** What makes and asks for passkeys, as its package ships it, in one file without imports; the last line makes a module of it. */
function readWebauthn(): string {
  if (webauthn !== null) return webauthn
  const bundle = new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser'))
  const names = '{ startRegistration, startAuthentication }'
  webauthn = `${readFileSync(fileURLToPath(bundle), 'utf8')}\nexport const ${names} = globalThis.SimpleWebAuthnBrowser\n`
  return webauthn
}

/** The words of the script as a module. */
const wordsModule = ({ language }: AssetDeps): string =>
  `// The words of the desk's script, from src/core/words.\nexport const words = ${JSON.stringify(deskWordsOf(language).script)}\n`

const folders = new WeakMap<Templates, string>()

/** Path of the folder of all assets, below the desk. */
export function assetFolder(deps: AssetDeps): string {
  const known = folders.get(deps.templates)
  const hash =
    known ??
    createHash('sha256')
      .update([deps.templates.fingerprint, wordsModule(deps), readSortable(), readWebauthn()].join('\0'))
      .digest('hex')
      .slice(0, 12)
  folders.set(deps.templates, hash)
  return `assets/${hash}`
}

function readAsset(deps: AssetDeps, name: string): string | null {
  if (name === 'sortable.js') return readSortable()
  if (name === 'webauthn.js') return readWebauthn()
  if (name === 'words.js') return wordsModule(deps)
  try {
    return deps.templates.render(name, {})
  } catch (error) {
    if (isWeeklyError(error) && error.code === 'TEMPLATE_MISSING') return null
    throw error
  }
}

/** A style sheet or a module of the desk under its name, kept by browsers for good; null when there is none of this name. */
export function answerAsset(deps: AssetDeps, name: string): Response | null {
  const type = types[/^[a-z-]{1,40}\.(css|js)$/.exec(name)?.[1] ?? '']
  const text = type === undefined ? null : readAsset(deps, name)
  if (text === null) return null
  return new Response(text, {
    headers: { 'Content-Type': `${type ?? ''}; charset=utf-8`, 'Cache-Control': 'public, max-age=31536000, immutable' },
  })
}

/** The service worker, at an address that stays, so that a browser finds a newer one; its rules allow it to reach this site alone. */
export function answerWorker(deps: AssetDeps): Response {
  return new Response(readAsset(deps, 'worker.js'), {
    headers: {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; connect-src 'self'",
    },
  })
}
