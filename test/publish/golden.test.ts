// Every edition of six issues, kept as files and reviewed as a diff. `vitest run -u` writes them anew.
import { describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { renderMail } from '../../src/publish/mail/email.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { goldenIssues, mailFor, shippedTemplates } from './issues.ts'

const golden = (name: string, file: string): string => join(import.meta.dirname, '..', 'golden', name, file)
const kept = ['index.html', 'issues/2016-W49/index.html', 'feed.xml', 'atom.xml', 'stories.xml']

describe.each(Object.entries(goldenIssues))('the issue "%s"', (name, { site, issue }) => {
  test('renders to the golden pages and feeds', async () => {
    const files = renderSite(site, [issue], [], shippedTemplates)
    for (const path of kept) {
      const content = files.find(file => file.path === path)?.content.toString() ?? ''
      await expect(content).toMatchFileSnapshot(golden(name, path.replaceAll('/', '-')))
    }
  })

  test('renders to the golden mail', async () => {
    const mail = mailFor(renderMail(site, issue, site.language, shippedTemplates))
    await expect(mail.html).toMatchFileSnapshot(golden(name, 'mail.html'))
    await expect(`${mail.subject}\n${mail.preheader}\n\n${mail.text}`).toMatchFileSnapshot(golden(name, 'mail.txt'))
  })
})
