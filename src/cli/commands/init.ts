// `weekly init`: a list of one's own in a folder, by questions on a terminal or by flags; or the samples, to try out.
import { existsSync, mkdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { loadConfig } from '../../app/load-config.ts'
import { createClock, type GlobalOptions } from '../../app/options.ts'
import { packageVersion, shippedFolder, starterPath } from '../../app/shipped.ts'
import { WeeklyError } from '../../core/errors.ts'
import { wordsOf } from '../../core/words/words.ts'
import { appendSources } from '../../app/edit-sources.ts'
import { canAsk, openAsker } from '../terminal/ask.ts'
import { findFirstSources, type FirstSources } from '../init/find-first-sources.ts'
import { type Gathered, gatherAnswers, type InitFlags } from '../init/gather-answers.ts'
import { findSamples, layDownSamples, leaveSamples } from '../init/samples.ts'
import {
  type ListAnswers,
  type Place,
  places,
  renderPlace,
  renderSources,
  renderWeekly,
} from '../init/starter-files.ts'
import { copyNewFiles, writeNewFiles, type Written } from '../init/write-files.ts'
import { exitCodes } from '../terminal/exit.ts'
import { say, sayAside, sayJson } from '../terminal/terminal.ts'

const schemas = ['weekly.schema.json', 'sources.schema.json']

/** Goes to the folder of the list; what the configuration names is found from there. Throws OUTPUT_UNWRITABLE. */
function enterFolder(folder: string): string {
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true })
    process.chdir(path)
    return path
  } catch (cause) {
    throw new WeeklyError('OUTPUT_UNWRITABLE', `${path} cannot be made: ${(cause as Error).message}`, {
      hint: 'Name a folder that this account may write to.',
      cause,
    })
  }
}

/** The locale for words; a variable that is empty counts as one that is not set (POSIX, XBD 8.2). */
const localeOf = ({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): string => LC_ALL || LC_MESSAGES || LANG || ''

/** Gathers the answers, from a person where there is one and no flag has said anything. Throws USAGE_INVALID. */
async function gather(flags: InitFlags): Promise<Gathered> {
  const around = {
    locale: localeOf(process.env),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
  const asker = canAsk() ? openAsker() : null
  return gatherAnswers(flags, asker, around).finally(() => asker?.close())
}

function refuseOver(configFolder: string): never {
  throw new WeeklyError('CONFIG_EXISTS', `${configFolder} has a list already: nothing was written`, {
    hint: '`weekly source add URL` adds sources; edit weekly.yaml for all else; `weekly init DIR` begins elsewhere.',
  })
}

/** Writes the files that make a list run in these places, from what its configuration says. */
async function writePlaces(wanted: readonly Place[], configFolder: string, folder: string): Promise<Written> {
  if (wanted.length === 0) return { made: [], kept: [] }
  const { weekly } = loadConfig(configFolder, process.env)
  const machine = { folder, port: weekly.http.port, node: process.execPath, program: starterPath() }
  return writeNewFiles(
    '.',
    wanted.flatMap(place => renderPlace(place, weekly.url, machine)),
  )
}

/** Makes the two YAML files, or turns those of the samples into them. Answers what was made. */
async function writeList(
  options: GlobalOptions,
  answers: ListAnswers,
  samples: ReturnType<typeof findSamples>,
): Promise<Written> {
  const { config: folder } = options
  if (samples) {
    for (const line of await leaveSamples(samples, answers, createClock(options).now())) say(options, line)
    return { made: [join(folder, 'weekly.yaml'), join(folder, 'sources.yaml')], kept: [] }
  }
  const { made } = await writeNewFiles(folder, [
    { path: 'weekly.yaml', text: renderWeekly(answers) },
    { path: 'sources.yaml', text: renderSources(answers) },
  ])
  await copyNewFiles(shippedFolder('config'), folder, schemas)
  return { made: made.map(path => join(folder, path)), kept: [] }
}

function sayNext(options: GlobalOptions, folder: string | undefined, { language, sources }: Gathered): void {
  const { init } = wordsOf(language)
  const steps = [
    ...(folder === undefined ? [] : [[`cd ${folder}`, '']]),
    ...(sources.length === 0 ? [['npx weekly source add https://example.org/', init.addSource]] : []),
    ['npx weekly run', init.runFirst],
    ['npx weekly start', init.startNow],
    ...(sources.length === 0 ? [] : [['npx weekly source add https://example.org/', init.addSource]]),
  ]
  say(options, `\n${init.nextSteps}`)
  for (const [command = '', why = ''] of steps) say(options, `  ${command.padEnd(46)}${why}`.trimEnd())
  const guide = join(shippedFolder('docs'), language === 'en' ? 'going-live.md' : 'going-live.zh-CN.md')
  say(options, `\n${init.readGuide(relative('.', guide))}`)
}

function sayWritten(options: GlobalOptions, { made, kept }: Written): void {
  for (const path of made) say(options, `made ${path}`)
  for (const path of kept) say(options, `kept ${path}: it was there`)
}

/** Tells what the first addresses came to. */
function saySources(options: GlobalOptions, { said, missed, allowPrivate }: FirstSources): void {
  for (const line of said) say(options, line)
  for (const place of allowPrivate) say(options, `${place} is on a private network: allowed, because you named it`)
  for (const { typed, reason } of missed)
    sayAside(`not added: ${typed}: ${reason} — \`weekly source add ${typed}\` later`)
}

async function makeList(
  options: GlobalOptions,
  folder: string | undefined,
  flags: InitFlags,
  samples: ReturnType<typeof findSamples>,
): Promise<number> {
  const gathered = await gather(flags)
  const own = { userAgent: `weekly/${packageVersion()} (+${gathered.url})`, takeFirst: !canAsk() }
  const first = await findFirstSources(gathered.sources, own)
  const travels = gathered.places.includes('actions')
  const written = await writeList(options, { ...gathered, allowPrivate: first.allowPrivate, travels }, samples)
  if (first.sources.length > 0) await appendSources(options.config, first.sources)
  const more = await writePlaces(gathered.places, options.config, process.cwd())
  const all = { made: [...written.made, ...more.made], kept: more.kept }
  const missed = first.missed.map(({ typed }) => typed)
  if (options.json) sayJson({ ...all, sources: first.sources.map(({ url }) => url), missed })
  saySources(options, first)
  sayWritten(options, all)
  sayNext(options, folder, gathered)
  return missed.length > 0 ? exitCodes.someFailed : exitCodes.done
}

/**
 * `weekly init`: makes a list in a folder; nothing that is there is written over, but for samples that were not changed. Throws
 * CONFIG_EXISTS, USAGE_INVALID, OUTPUT_UNWRITABLE, BACKUP_REFUSED.
 */
export async function initList(options: GlobalOptions, folder: string | undefined, flags: InitFlags): Promise<number> {
  const path = enterFolder(folder ?? '.')
  const hasList = ['weekly.yaml', 'sources.yaml'].some(name => existsSync(join(options.config, name)))
  const { systemd, compose, actions, samples: wantsSamples, ...about } = flags
  const wanted = places.filter(place => ({ systemd, compose, actions })[place])
  if (hasList && Object.keys(about).length === 0 && wanted.length > 0 && wantsSamples === undefined) {
    const written = await writePlaces(wanted, options.config, path)
    if (options.json) sayJson(written)
    sayWritten(options, written)
    return exitCodes.done
  }
  if (wantsSamples) {
    if (hasList) refuseOver(options.config)
    const written = await layDownSamples(options.config)
    const more = await writePlaces(wanted, options.config, path)
    if (options.json) sayJson({ made: [...written.made, ...more.made], kept: [...written.kept, ...more.kept] })
    sayWritten(options, { made: [options.config, ...more.made], kept: [...written.kept, ...more.kept] })
    say(options, `\n${wordsOf('en').init.nextSteps}`)
    for (const line of [...(folder === undefined ? [] : [`cd ${folder}`]), 'npx weekly start', 'npx weekly init'])
      say(options, `  ${line}`)
    return exitCodes.done
  }
  const samples = hasList ? findSamples(options.config) : null
  if (hasList && samples === null) refuseOver(options.config)
  return makeList(options, folder, flags, samples)
}
