// The one Markdown parser, for the curator's posts and for the words in an issue: markdown-it and its rules for Chinese behind this file only.
import { createRequire } from 'node:module'
import type { MarkdownIt } from 'markdown-it'

/** Types of the parser, for those who write rules of their own. */
export type { RendererRule, StateBlock, Token } from 'markdown-it'

interface Loaded {
  readonly Parser: typeof MarkdownIt
  readonly chinese: { readonly default: (parser: MarkdownIt) => void }
}

// Not with the module: it takes a part of a tenth of a second, and most issues have no Markdown.
function load(): Loaded {
  const require = createRequire(import.meta.url)
  return {
    Parser: require('markdown-it') as Loaded['Parser'],
    chinese: require('markdown-it-cjk-friendly') as Loaded['chinese'],
  }
}

/**
 * A CommonMark parser that shows HTML as it was written, makes links of whole addresses, and reads emphasis that ends beside Chinese
 * punctuation (`**重点：**后文`), which CommonMark itself does not.
 */
export function createMarkdownParser(): MarkdownIt {
  const { Parser, chinese } = load()
  const parser = new Parser({ html: false, linkify: true }).use(chinese.default)
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  return parser
}
