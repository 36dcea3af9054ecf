// Whether there is a Chromium, where copies of articles are to be printed.
import type { WeeklyConfig } from '../../core/config.ts'
import { findChromium } from '../../copies/print-pdf.ts'
import { type Finding, ok, warn } from './finding.ts'

/** Looks for the Chromium that prints copies; nothing when none are wanted. */
export async function checkChromium({ issue, chromium }: WeeklyConfig): Promise<readonly Finding[]> {
  if (issue.copies === 'none') return []
  const found = await findChromium(chromium, process.env['PATH'] ?? '')
  if (found !== null) return [ok('copies of articles', `printed by ${found}`)]
  const hint = 'Install Chromium or Chrome, or set `chromium` in weekly.yaml to its path.'
  return [warn('copies of articles', `there is no ${chromium ?? 'Chromium'} to print them with`, hint)]
}
