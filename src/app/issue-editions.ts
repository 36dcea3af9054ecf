// One edition of an issue, or of a draft as it would come out: for `weekly issue show --format`.
import { WeeklyError } from '../core/errors.ts'
import type { Draft, Issue } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import { renderEpub } from '../publish/epub.ts'
import { issueTitle } from '../publish/interface-text.ts'
import { viewIssue } from '../publish/issue-view.ts'
import { renderIssuePage } from '../publish/pages.ts'
import { loadTemplates } from '../publish/template.ts'
import { readNextNumber } from '../store/issues.ts'
import { findChromium, printPdf } from './print-pdf.ts'
import type { App } from './wire.ts'

/** Editions that are whole files; `text` and `markdown` are made for the terminal, with what was left out. */
export const editionFormats = ['html', 'epub', 'pdf'] as const
export type EditionFormat = (typeof editionFormats)[number]

/** Renders an edition. Throws TEMPLATE_…, and for a PDF CHROMIUM_MISSING or PRINT_FAILED. */
export async function renderEdition(
  app: App,
  edition: Draft | Issue,
  format: EditionFormat,
): Promise<string | Uint8Array> {
  const { site, templatesFolder } = app.publish
  const templates = loadTemplates(templatesFolder)
  const issue = 'number' in edition ? edition : await previewIssue(app, edition)
  const view = viewIssue(site, issue, site.language)
  if (format === 'epub') return renderEpub(site, view, templates)
  const page = renderIssuePage(site, view, { older: null, newer: null }, templates)
  const style = `<style>\n${templates.render('style.css', {})}</style>`
  // A function, so that `$` in the styles means nothing. The page stands by itself wherever it is put.
  const whole = page.replace(/<link rel="stylesheet"[^>]*>/, () => style)
  if (format === 'html') return whole
  const { chromium } = app.config.weekly
  const found = await findChromium(chromium, process.env['PATH'] ?? '')
  if (found) return printPdf(found, whole)
  throw new WeeklyError('CHROMIUM_MISSING', `there is no ${chromium ?? 'Chromium'} to print a PDF with`, {
    hint: 'Install Chromium or Chrome, or set `chromium` in weekly.yaml to its path; every other format works without.',
  })
}

/** What a draft would be if it were sealed now. */
async function previewIssue({ store, publish: { site } }: App, draft: Draft): Promise<Issue> {
  const number = await readNextNumber(store.db)
  const date = civilDateOf(draft.closesAt, site.timezone)
  const title = issueTitle(site.title, number, date, site.language)
  const { week, foreword, sections, closesAt: sealedAt } = draft
  return { number, week, date, title, foreword, sections, sealedAt, contentSha256: '', mailUntil: null }
}
