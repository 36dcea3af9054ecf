// The curator's own grouping, which outranks every measure: tellings that stand apart, stories put together, pages that lead. Pure.
import type { Edit } from '../core/edits.ts'

/** What the curator decided about who stands with whom. Links are canonical, `item:ID` of a telling without one. */
export interface Grouping {
  /** Tellings that are stories of their own. */
  readonly apart: ReadonlySet<string>
  /** Tellings whose story joins the story of another. */
  readonly joins: readonly { readonly link: string; readonly to: string }[]
  /** Tellings that lead the story they stand in. */
  readonly leads: ReadonlySet<string>
}

/** Nothing was decided. */
export const noGrouping: Grouping = { apart: new Set(), joins: [], leads: new Set() }

/** The kinds of edits that say who stands with whom, and nothing of a story's words or place. */
export const groupingKinds: readonly Edit['kind'][] = ['split', 'join', 'lead']

/** The grouping that a week's edits hold. */
export function groupingOf(edits: readonly Edit[]): Grouping {
  const linksOf = (kind: 'split' | 'lead') => new Set(edits.flatMap(edit => (edit.kind === kind ? edit.link : [])))
  const joins = edits.flatMap(edit => (edit.kind === 'join' ? { link: edit.link, to: edit.value } : []))
  // The story that another joins is led by the telling it was joined to.
  return { apart: linksOf('split'), joins, leads: new Set([...linksOf('lead'), ...joins.map(({ to }) => to)]) }
}

/** Takes groups apart and puts them together; `linkOf` names a member. Members that no decision names stay where they are. */
export function regroup<Member>(
  groups: readonly (readonly Member[])[],
  linkOf: (member: Member) => string,
  { apart, joins }: Grouping,
): readonly (readonly Member[])[] {
  const parted = groups.flatMap(members => {
    const [alone, together] = [
      members.filter(member => apart.has(linkOf(member))),
      members.filter(member => !apart.has(linkOf(member))),
    ]
    return [...(together.length > 0 ? [together] : []), ...alone.map(member => [member])]
  })
  return joins.reduce<readonly (readonly Member[])[]>((all, { link, to }) => {
    const holds = (name: string) => (members: readonly Member[]) => members.some(member => linkOf(member) === name)
    const [host, guest] = [all.find(holds(to)), all.find(holds(link))]
    if (!host || !guest || host === guest) return all
    return all.flatMap(members => (members === guest ? [] : members === host ? [[...host, ...guest]] : [members]))
  }, parted)
}

/** Parts a group so that each part has at most one member that must lead; the others stay with the first of them. */
export function partByLeads<Member>(
  members: readonly Member[],
  mustLead: (member: Member) => boolean,
): readonly (readonly Member[])[] {
  const [, ...others] = members.filter(mustLead)
  const rest = members.filter(member => !others.includes(member))
  return [rest, ...others.map(member => [member])]
}
