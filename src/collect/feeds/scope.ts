// What names mean at a place in a feed: the namespaces in force, and each name in the spelling of vocabulary.ts.
import { forEachAttribute, type TagSpan } from './tokenizer.ts'
import { moduleOfNamespace, moduleOfPrefix } from './vocabulary.ts'

const MAX_NAMES = 1000
const MAX_PREFIXES = 100
/** No namespace of ours is longer. */
const MAX_URI_LENGTH = 200

/** Modules by the prefixes bound to them, and the names that were already resolved. */
export interface Scope {
  readonly modules: ReadonlyMap<string, string>
  readonly names: Map<string, string>
}

/** The scope outside of all elements. */
export function bareScope(): Scope {
  return { modules: new Map(), names: new Map() }
}

/** The scope in which a prefix, or '' for names without one, means this module. */
export function bindPrefix(scope: Scope, prefix: string, module: string): Scope {
  return { modules: new Map(scope.modules).set(prefix, module), names: new Map() }
}

/** The scope inside a tag; the same one when it declares nothing. Namespaces that nobody knows leave names without prefix what the root made them. */
export function declareNamespaces(outer: Scope, source: string, tag: TagSpan): Scope {
  const declared: (readonly [prefix: string, module: string | null])[] = []
  forEachAttribute(tag, (nameStart, nameEnd, valueStart, valueEnd) => {
    if (!source.startsWith('xmlns', nameStart)) return
    const uri = source.slice(valueStart, Math.min(valueEnd, valueStart + MAX_URI_LENGTH))
    declared.push([source.slice(nameStart + 6, nameEnd), moduleOfNamespace(uri)])
  })
  if (declared.length === 0 || outer.modules.size > MAX_PREFIXES) return outer
  const modules = new Map(outer.modules)
  for (const [prefix, module] of declared) {
    if (module !== null) modules.set(prefix, module)
    else if (prefix !== '') modules.delete(prefix)
  }
  return { modules, names: new Map() }
}

/** A name in our spelling. Unknown prefixes are kept, so that their names meet none of ours. */
export function resolveName(scope: Scope, raw: string): string {
  const known = scope.names.get(raw)
  if (known !== undefined) return known
  const colon = raw.indexOf(':')
  const prefix = raw.slice(0, Math.max(0, colon))
  const local = raw.slice(colon + 1).toLowerCase()
  const module =
    scope.modules.get(prefix) ?? (prefix === '' ? '' : (moduleOfPrefix(prefix.toLowerCase()) ?? `${prefix}:`))
  const name = intern(module + local)
  if (scope.names.size < MAX_NAMES) scope.names.set(raw, name)
  return name
}

/** The engine's own copy of a string. Such are compared by their address, and the adapters compare names all the time. */
function intern(name: string): string {
  return Object.keys({ [name]: true })[0] ?? name
}
