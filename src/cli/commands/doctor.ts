// `weekly doctor`: looks at everything that the program depends on, and says what to do.
import { isWeeklyError } from '../../core/errors.ts'
import { createTxtLookup, type LookupTxt } from '../../deliver/transport/mail-dns.ts'
import { checkChromium } from '../doctor/chromium.ts'
import { failureOf, type Finding, ok } from '../doctor/finding.ts'
import { checkBounces } from '../doctor/bounces.ts'
import { checkFolders } from '../doctor/folders.ts'
import { checkLastRun } from '../doctor/last-run.ts'
import { checkMail } from '../doctor/mail.ts'
import { checkPermissions } from '../doctor/permissions.ts'
import { checkPublicUrl, checkRelay } from '../doctor/relay.ts'
import { checkStore } from '../doctor/store.ts'
import { checkTargets } from '../doctor/targets.ts'
import { checkTemplates } from '../doctor/templates.ts'
import { exitCodes } from '../terminal/exit.ts'
import { loadConfig } from '../../app/load-config.ts'
import { createClock, type GlobalOptions } from '../../app/options.ts'
import { say, sayJson } from '../terminal/terminal.ts'
import { templatesFolder } from '../../app/wire.ts'

/** Everything that is looked at, in the order in which it is shown. */
export async function examine(options: GlobalOptions, lookup: LookupTxt): Promise<readonly Finding[]> {
  try {
    const config = loadConfig(options.config, process.env)
    const { weekly, sources, folder } = config
    const clock = createClock(options)
    const slow = Promise.all([
      checkStore(config, clock),
      checkFolders(weekly),
      checkPermissions(config),
      checkChromium(weekly),
      checkMail(config, lookup),
      checkRelay(config, clock),
      checkBounces(weekly),
      checkLastRun(config, clock),
      checkTargets(config),
    ])
    return [
      ok('configuration', `${folder}/weekly.yaml, ${sources.length} sources`),
      ...checkTemplates(weekly, templatesFolder),
      ...checkPublicUrl(weekly),
      ...(await slow).flat(),
    ]
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return [failureOf('configuration', error)]
  }
}

/** Shows the findings; ends with 2 when something fails. */
export async function doctor(options: GlobalOptions): Promise<number> {
  const findings = await examine(options, createTxtLookup())
  if (options.json) sayJson(findings)
  for (const { level, subject, message, hint } of findings)
    say(options, `${level.padEnd(5)} ${subject}: ${message}${hint === null ? '' : `\n      ${hint}`}`)
  return findings.some(({ level }) => level === 'fail') ? exitCodes.configuration : exitCodes.done
}
