// Simple XPath, as FreshRSS keeps it for pages without feeds, to the CSS selectors that we use. Pure.

const MAX_CHARACTERS = 500
const step = /^(?:(?:descendant(?:-or-self)?|child|self)::)?([a-z*][\w-]*|\*)((?:\[[^[\]]*\])*)$/i
const classWord =
  /^contains\(\s*concat\(\s*["'] ["']\s*,\s*(?:normalize-space\(\s*)?@class\s*\)?\s*,\s*["'] ["']\s*\)\s*,\s*["'] ([\w-]+) ["']\s*\)$/i
const attributeEqual = /^@([\w-]+)\s*=\s*(?:"([^"\\]*)"|'([^'\\"]*)')$/
const attributeContains = /^contains\(\s*@([\w-]+)\s*,\s*(?:"([^"\\]*)"|'([^'\\"]*)')\s*\)$/i

function predicateOf(text: string): string | null {
  const word = classWord.exec(text)?.[1]
  if (word !== undefined) return `.${word}`
  const [, name, first, second] = attributeEqual.exec(text) ?? []
  if (name !== undefined) return `[${name}="${first ?? second ?? ''}"]`
  const [, within, third, fourth] = attributeContains.exec(text) ?? []
  if (within !== undefined) return `[${within}*="${third ?? fourth ?? ''}"]`
  return /^@[\w-]+$/.test(text) ? `[${text.slice(1)}]` : null
}

/**
 * A CSS selector, with `@name` behind it where the path ends in an attribute; null for what CSS cannot say or is no simple path.
 * Steps by name or `*`, `/` and `//`, classes and attributes as predicates are understood.
 */
export function selectorOfXPath(written: string): string | null {
  const path = written.trim().replace(/^\.(?=\/)/, '')
  if (path === '' || path.length > MAX_CHARACTERS) return null
  const [, body = '', attribute] = /^(.*?)\/?(?:@([\w-]+)|text\(\))?$/s.exec(path) ?? []
  const parts = body.split(/(\/{1,2})(?![^[]*\])/).filter(part => part !== '')
  let selector = ''
  let joint = ''
  for (const part of parts) {
    if (part.startsWith('/')) {
      joint = part
      continue
    }
    const [, name = '', predicates = ''] = step.exec(part) ?? []
    if (name === '') return null
    const conditions = Array.from(predicates.matchAll(/\[([^[\]]*)\]/g), ([, text = '']) => predicateOf(text.trim()))
    if (conditions.includes(null)) return null
    const isChild = joint === '/' && !part.startsWith('descendant') && selector !== ''
    const tag = name === '*' && conditions.length > 0 ? '' : name
    selector += `${selector === '' ? '' : isChild ? ' > ' : ' '}${tag}${conditions.join('')}`
  }
  if (selector === '' && attribute === undefined) return null
  return attribute === undefined ? selector : `${selector}@${attribute}`
}
