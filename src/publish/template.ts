// The templates of pages, feeds and mails: LiquidJS behind this file only. Read by app/ once per run; a broken one is found before anything is written.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Liquid, LiquidError, RenderError, type Template, toValueSync } from 'liquidjs'
import { WeeklyError } from '../core/errors.ts'
import { fingerprintOf } from './files/site-file.ts'
import { addWordFilters } from './prose/word-filters.ts'
import { quicken, quickenRenderer } from './quick-template.ts'
import { findParts } from './template-parts.ts'

/** A set of parsed templates; a template's name is its file name, such as `issue.html`. */
export interface Templates {
  /** Changes with every byte of every template. */
  readonly fingerprint: string
  /** These alone, with what they include: their fingerprint changes with no other, and no other is filled by its name. */
  only(names: readonly string[]): Templates
  /** Fills a template; output is escaped in `.html` alone. Throws TEMPLATE_MISSING, or TEMPLATE_FAILED with file:line:column. */
  render(name: string, scope: object): string
}

interface TemplateFile {
  readonly path: string
  readonly text: string
}

const shippedFolder = join(import.meta.dirname, '..', '..', 'templates')

/**
 * Reads and parses all templates of a folder, or of a part of it such as `prompts`, at once; the shipped ones stand in for files that the folder lacks, and for a folder that does not exist.
 * Throws TEMPLATE_MISSING for a folder that cannot be read, TEMPLATE_FAILED with file:line:column and the line for one that does not parse.
 */
export function loadTemplates(folder: string, part = ''): Templates {
  const files = new Map([...readFolder(join(shippedFolder, part)), ...readFolder(join(folder, part))])
  const engines = { html: makeEngine(files, true), plain: makeEngine(files, false) }
  const engineOf = (name: string): Liquid => (name.endsWith('.html') ? engines.html : engines.plain)
  const parsed = new Map<string, Template[]>()
  for (const [name, file] of files)
    // A script is served as it stands: to its own language `{{` is no output.
    if (!name.endsWith('.js'))
      parsed.set(
        name,
        explainFailure(files, () => {
          const nodes = engineOf(name).parse(file.text, name)
          quicken(nodes, escapeOf(name.endsWith('.html')))
          return nodes
        }),
      )
  const texts = new Map([...files].map(([name, { text }]) => [name, text] as const))
  const render = (name: string, scope: object): string => {
    const script = name.endsWith('.js') ? files.get(name) : undefined
    if (script) return script.text
    const template = parsed.get(name)
    if (!template) throw missing(name)
    return explainFailure(files, () => String(engineOf(name).renderSync(template, scope)))
  }
  return { fingerprint: fingerprintOf([...texts]), only: names => limitTo(texts, names, render), render }
}

/** Templates of which some may be filled by their names; the parts of these are as they stand among all. */
function limitTo(texts: ReadonlyMap<string, string>, names: readonly string[], render: Templates['render']): Templates {
  return {
    fingerprint: fingerprintOf(findParts(texts, names).map(name => [name, texts.get(name)])),
    only: some =>
      limitTo(
        texts,
        some.filter(name => names.includes(name)),
        render,
      ),
    render(name, scope) {
      if (!names.includes(name)) throw missing(name)
      return render(name, scope)
    },
  }
}

function readFolder(folder: string): [name: string, file: TemplateFile][] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(file => file.isFile() && /^[\w-]+\.(html|txt|css|js)$/.test(file.name))
      .map(({ name }) => [name, { path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }])
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw new WeeklyError('TEMPLATE_MISSING', `the templates in ${folder} cannot be read`, {
      hint: 'Check that it is a folder that this account may read, or remove it to use the shipped templates.',
      cause,
    })
  }
}

// The files are handed over in memory: a template can name no file outside this set.
function makeEngine(files: ReadonlyMap<string, TemplateFile>, isHtml: boolean): Liquid {
  const parsed = new Map<string, Template[] | Promise<Template[]>>()
  const engine = new Liquid({
    templates: Object.fromEntries([...files].map(([name, { text }]) => [name, text])),
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Of what templates include and are laid out in; they are the engine's own, and quickened once.
    cache: {
      read: key => parsed.get(key),
      write: (key, nodes) => {
        if (Array.isArray(nodes)) quicken(nodes, escapeOf(isHtml))
        parsed.set(key, nodes)
      },
      remove: key => {
        parsed.delete(key)
      },
    },
    timezoneOffset: 0,
    ...(isHtml ? { outputEscape: 'escape' as const } : {}),
  })
  addWordFilters((name, filter) => engine.registerFilter(name, filter))
  quickenRenderer(engine.renderer, {
    settle: answer => toValueSync(answer),
    explain: (error, node) =>
      LiquidError.is(error) || !(error instanceof Error) ? error : new RenderError(error, node),
  })
  return engine
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }

/** What LiquidJS's own `escape` does with a text. */
function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, sign => signs[sign] ?? sign) : text
}

const escapeOf = (isHtml: boolean): typeof escapeHtml | null => (isHtml ? escapeHtml : null)

function missing(name: string, cause?: unknown): WeeklyError {
  return new WeeklyError('TEMPLATE_MISSING', `there is no template ${name}`, {
    hint: 'Check the name in the template that renders it; the shipped templates are all found by themselves.',
    cause,
  })
}

function explainFailure<Result>(files: ReadonlyMap<string, TemplateFile>, work: () => Result): Result {
  try {
    return work()
  } catch (cause) {
    if (!LiquidError.is(cause)) throw cause
    const absent = /ENOENT: Failed to lookup "([^"]+)"/.exec(cause.message)
    if (absent) throw missing(absent[1] ?? '', cause)
    const [line = 1, column = 1] = cause.token.getPosition()
    // The token of a variable knows its text but not its file.
    const path = [...files.values()].find(({ text }) => text === cause.token.input)?.path ?? 'template'
    const excerpt = (cause.token.input.split('\n')[line - 1] ?? '').trim().slice(0, 160)
    const reason = (cause.originalError?.message ?? cause.message).replace(/, (file|line):.*$/s, '')
    throw new WeeklyError('TEMPLATE_FAILED', `${path}:${line}:${column}: ${reason}: ${excerpt}`, {
      hint: 'Correct the template at this place, or remove your copy to use the shipped one.',
      context: { path, line, column, excerpt },
      cause,
    })
  }
}
