// Robots exclusion, RFC 9309: parsing a robots.txt and asking it about a path. Pure.

const productToken = 'weekly'
/** RFC 9309 §2.5: at least 500 KiB are read. */
const longestTextChars = 500 * 1024

/** One allow or disallow line; the pattern is normalised, `*` and a final `$` are special. */
export interface RobotsRule {
  readonly allow: boolean
  readonly pattern: string
}

/** The rules that hold for us: of all groups naming `weekly`, else of all groups for `*`. */
export function parseRobots(text: string): readonly RobotsRule[] {
  const ours: RobotsRule[] = []
  const everyones: RobotsRule[] = []
  let hasOurs = false
  let agents: string[] = []
  let inAgents = false
  for (const line of text
    .slice(0, longestTextChars)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)) {
    const [, key = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? []
    const field = key.toLowerCase()
    if (field === 'user-agent') {
      if (!inAgents) agents = []
      inAgents = true
      agents.push(parseProductToken(value))
      hasOurs ||= agents.includes(productToken)
    } else if (field === 'allow' || field === 'disallow') {
      inAgents = false
      const pattern = normalizePath(value.trim())
      // An empty line forbids nothing (§2.2.2).
      if (pattern === '') continue
      const rule = { allow: field === 'allow', pattern }
      if (agents.includes(productToken)) ours.push(rule)
      if (agents.includes('*')) everyones.push(rule)
    }
  }
  return hasOurs ? ours : everyones
}

/** The rule that decides about a path with its query: the longest that matches, allow before disallow at equal length; null when none does. */
export function findRobotsRule(rules: readonly RobotsRule[], pathAndQuery: string): RobotsRule | null {
  const path = normalizePath(pathAndQuery)
  // Always allowed (§2.2.2).
  if (path === '/robots.txt') return null
  let best: RobotsRule | null = null
  for (const rule of rules) {
    const isBetter = best === null || rule.pattern.length > best.pattern.length
    const isEqualAllow = rule.allow && rule.pattern.length === best?.pattern.length
    if ((isBetter || isEqualAllow) && matchesPattern(path, rule.pattern)) best = rule
  }
  return best
}

function parseProductToken(value: string): string {
  const text = value.trim().toLowerCase()
  return text.startsWith('*') ? '*' : (/^[a-z_-]+/.exec(text)?.[0] ?? '')
}

/** §2.2.2: octets outside US-ASCII are compared escaped, escaped unreserved characters unescaped. */
function normalizePath(text: string): string {
  return text
    .replace(/[^\x21-\x7e]/gu, character => encodeCharacter(character))
    .replace(/%[0-9a-f]{2}/gi, escape => {
      const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
      return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
    })
}

function encodeCharacter(character: string): string {
  return [...Buffer.from(character)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

// By hand instead of as a regular expression: patterns are other people's, and `*a*a*a*` must not take minutes.
function matchesPattern(path: string, pattern: string): boolean {
  const isAnchored = pattern.endsWith('$')
  const [first = '', ...parts] = (isAnchored ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(first)) return false
  if (parts.length === 0) return !isAnchored || path.length === first.length
  const last = isAnchored ? (parts.pop() ?? '') : ''
  let at = first.length
  for (const part of parts) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}
