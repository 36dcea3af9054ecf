import { describe, expect, test } from 'vitest'
import { chineseScriptOf, findOtherScript, toSimplified } from '../../src/core/chinese-script.ts'

describe('the script of a Chinese text', () => {
  test.each([
    ['这个版本删除了旧的驱动程序', 'Hans'],
    ['這個版本移除了舊的驅動程式', 'Hant'],
    ['皇后在公里之外', null],
    ['著名的门', 'Hans'],
    ['后端工程师', 'Hans'],
    ['後端工程師', 'Hant'],
    ['Kubernetes 1.31', null],
    ['', null],
  ] as const)('%s: %s', (text, script) => {
    expect(chineseScriptOf(text)).toBe(script)
  })

  test.each([
    ['這個版本', 'Hans', '這'],
    ['这个版本', 'Hant', '这'],
    ['名著與皇后的公里', 'Hant', null],
    ['著名的乾坤，公里之后', 'Hans', null],
    ['台北的雲端', 'Hans', '雲'],
    ['台北的雲端', 'Hant', null],
  ] as const)('%s for a list in %s: %s', (text, script, found) => {
    expect(findOtherScript(text, script)).toBe(found)
  })

  test('what the original has is no other script', () => {
    expect(findOtherScript('《萬曆十五年》', 'Hans', '萬曆')).toBeNull()
  })

  test('Traditional characters become Simplified ones, and nothing else changes', () => {
    expect(toSimplified('資料庫裡沒有 3 萬筆，以後再說 (Postgres)')).toBe('资料库里没有 3 万笔，以后再说 (Postgres)')
    expect(toSimplified('数据库')).toBe('数据库')
  })
})
