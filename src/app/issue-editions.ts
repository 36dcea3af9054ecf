// One edition of an issue, or of a draft as it would come out: for `weekly issue show --format`.
import { openCover } from '../publish/site-icon.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Draft, Issue } from '../core/types.ts'
import { renderEpub } from '../publish/epub.ts'
import { readIdentity } from '../publish/identity.ts'
import { viewIssue } from '../publish/issue-view.ts'
import { pasteKinds, renderPasteFragment } from '../publish/paste/paste-pages.ts'
import { renderIssuePage } from '../publish/site/issue-page.ts'
import { issueOfDraft } from '../publish/seal.ts'
import { loadTemplates } from '../publish/template.ts'
import { readNextNumber } from '../store/issues.ts'
import { findChromium, printPdf } from '../copies/print-pdf.ts'
import type { App } from './wire.ts'

/** Editions that are whole files; `text` and `markdown` are made for the terminal, with what was left out. */
export const editionFormats = ['html', 'epub', 'pdf', ...pasteKinds] as const
/** An edition that `weekly issue show --format` can print. */
export type EditionFormat = (typeof editionFormats)[number]

/** Renders an edition; those to paste without the page around them. Throws TEMPLATE_…, and for a PDF CHROMIUM_MISSING, FONT_MISSING or PRINT_FAILED. */
export async function renderEdition(
  app: App,
  edition: Draft | Issue,
  format: EditionFormat,
): Promise<string | Uint8Array> {
  const { templatesFolder } = app.publish
  const identity = (await readIdentity(app.store.db))?.id
  const site = { ...app.publish.site, identity }
  const templates = loadTemplates(templatesFolder)
  const issue = await issueOf(app, edition)
  const view = viewIssue(site, issue, site.language)
  if (format === 'epub') {
    const cover = openCover(site)
    await cover?.load()
    return renderEpub(site, view, templates, cover?.read())
  }
  const kind = pasteKinds.find(each => each === format)
  if (kind) return renderPasteFragment(site, view, kind, templates)
  const page = renderIssuePage(site, view, { older: null, newer: null }, templates)
  // A function, so that `$` in the styles means nothing. The page stands by itself wherever it is put.
  const whole = page.replace(
    /<link rel="stylesheet" href="[^"]*?(style|post)\.css">/g,
    (_link, name: string) => `<style>\n${templates.render(`${name}.css`, {})}</style>`,
  )
  if (format === 'html') return whole
  const { chromium } = app.config.weekly
  const found = await findChromium(chromium, process.env['PATH'] ?? '')
  if (found) return printPdf(found, whole)
  throw new WeeklyError('CHROMIUM_MISSING', `there is no ${chromium ?? 'Chromium'} to print a PDF with`, {
    hint: 'Install Chromium or Chrome, or set `chromium` in weekly.yaml to its path; every other format works without.',
  })
}

/** The issue itself, or what a draft would be if it were sealed as it is now. */
export async function issueOf({ store, publish: { site } }: App, edition: Draft | Issue): Promise<Issue> {
  if ('number' in edition) return edition
  const sealed = { sealedAt: edition.closesAt, mailUntil: null }
  return issueOfDraft(site, edition, await readNextNumber(store.db), sealed)
}
