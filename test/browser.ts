// One real Chromium for the tests that look at pages; each test opens its own context and closes it.
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from 'playwright-core'

let launched: Promise<Browser> | null = null

// In one process the browser would end with its first context.
const args = [...chromium.args.filter(arg => arg !== '--single-process'), '--no-sandbox']

/** Starts the browser on first use; the test file that opens pages closes it with closeBrowser. */
async function browser(): Promise<Browser> {
  launched ??= chromium
    .executablePath()
    .then(executablePath => playwright.launch({ executablePath, args, headless: true }))
  return launched
}

/** Opens a page in a context of its own, hands it over, and closes both whatever happens. */
export async function withPage<Result>(
  options: BrowserContextOptions,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await (await browser()).newContext(options)
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}

/** Ends the browser, if one was started: for afterAll. */
export async function closeBrowser(): Promise<void> {
  await (await launched)?.close()
  launched = null
}
