// The form that a curator pastes into a page of another site: plain HTML, without script or style sheet.
import type { InterfaceLanguage } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { escapeXml } from '../feeds/xml.ts'
import { type SiteDescription, urlIn } from '../site-urls.ts'

/** Where such a form is posted to; null where the configuration says that there is no server for forms. */
export function embedAction(site: SiteDescription): string | null {
  if (site.forms === 'none') return null
  return urlIn({ ...site, url: site.forms ?? site.url }, 'embed/subscribe')
}

/** Writes the form, in one of the interface languages; `next` is the page to which its reader is sent on. */
export function renderEmbedForm(action: string, language: InterfaceLanguage, next: string | null): string {
  const words = wordsOf(language)
  const lines = [
    `<form method="post" action="${escapeXml(action)}" accept-charset="utf-8" lang="${language}">`,
    `<p>${escapeXml(words.subscribeText)}</p>`,
    `<p><label>${escapeXml(words.emailAddress)} <input name="email" type="text" inputmode="email" autocapitalize="off" spellcheck="false" autocomplete="email" maxlength="254" required></label>`,
    `<button type="submit">${escapeXml(words.subscribe)}</button></p>`,
    `<p aria-hidden="true" style="position:absolute;left:-9999px"><label>${escapeXml(words.leaveEmpty)} <input name="website" type="text" tabindex="-1" autocomplete="off"></label></p>`,
    `<input name="language" type="hidden" value="${language}">`,
    ...(next === null ? [] : [`<input name="next" type="hidden" value="${escapeXml(next)}">`]),
    '</form>',
  ]
  return `${lines.join('\n')}\n`
}
