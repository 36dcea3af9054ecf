// What the lines of a list say: bullets that stand within a text, and items with what is below them.
import type { ListBlock } from './list-blocks.ts'

/** An item with what stands below it in one line. */
export function pointsOf({ text, below }: ListBlock): string[] {
  const [own = '', ...others] = splitBullets(text).map(each => each.text)
  if (below.length === 0) return [own, ...others]
  if (own === '') return [...below]
  const isHan = /\p{Script=Han}/u.test(`${own}${below.join('')}`)
  // What ends in a colon announces the next one.
  const line = below.join(isHan ? '；' : '; ').replace(/([:：])[；;]/g, '$1')
  return [`${own.replace(/[:：]$/, '')}${isHan ? '：' : ': '}${line}`, ...others]
}

/** What a bullet begins is a point, whatever element it stands in. What says nothing, such as a lone figure, is left out. */
export function splitBullets(text: string): { text: string; isPoint: boolean }[] {
  return text
    .split(/(?=(?:^|(?<=\s|\.))[•●▪◦]\s*\S)/u)
    .map(part => ({ text: withoutLeader(part), isPoint: /^[•●▪◦]/u.test(part) }))
    .filter(each => /\p{L}{2}|\p{Script=Han}/u.test(each.text))
}

function withoutLeader(text: string): string {
  return tidy(text.replaceAll('**', '')).replace(/^[\s:：\-–—,，.。•●▪◦]+/u, '')
}

/** A text on one line, without blanks around it. */
export function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
