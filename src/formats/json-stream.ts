// Objects of a JSON file piece by piece: the members of its outermost list, so that its length costs no memory.

/** A member of the list as text, and the line on which it begins. */
export interface JsonMember {
  readonly line: number
  readonly text: string
}

/** What an export says of one person. */
const MAX_MEMBER_CHARACTERS = 1024 * 1024

/** Cuts out members; `end` answers whether the file was complete. */
export interface JsonMembersReader {
  /** Members that end within this piece. One that is too long comes cut off, so that it is no JSON. */
  read(piece: string): readonly JsonMember[]
  isComplete(): boolean
}

/** Makes a reader of the objects that stand in a list, `[{…}]` or `{"data":{"results":[{…}]}}`; what lies within them is theirs. Linear. */
export function createJsonMembersReader(): JsonMembersReader {
  const open: string[] = []
  let [line, startLine, startDepth] = [1, 1, -1]
  let [isInString, isEscaped] = [false, false]
  let held = ''

  return {
    read(piece) {
      const members: JsonMember[] = []
      let from = startDepth === -1 ? -1 : 0
      for (let at = 0; at < piece.length; at++) {
        const sign = piece.charAt(at)
        if (sign === '\n') line++
        if (isInString) {
          if (isEscaped) isEscaped = false
          else if (sign === '\\') isEscaped = true
          else if (sign === '"') isInString = false
        } else if (sign === '"') isInString = true
        else if (sign === '{' || sign === '[') {
          if (startDepth === -1 && sign === '{' && open.at(-1) === '[')
            [startDepth, startLine, from] = [open.length, line, at]
          open.push(sign)
        } else if (sign === '}' || sign === ']') {
          open.pop()
          if (open.length !== startDepth) continue
          members.push({ line: startLine, text: (held + piece.slice(from, at + 1)).slice(0, MAX_MEMBER_CHARACTERS) })
          ;[held, startDepth, from] = ['', -1, -1]
        }
      }
      if (from !== -1) held = (held + piece.slice(from)).slice(0, MAX_MEMBER_CHARACTERS)
      return members
    },
    isComplete: () => open.length === 0 && !isInString,
  }
}
